/** Opcodes of RFC 6455, 5.2. */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** What may be wrong with a frame, for those who send wrong ones. */
export interface FrameOptions {
  readonly opcode: number;
  readonly isFinal?: boolean;
  readonly isMasked?: boolean;
  /** The three reserved bits, 0 to 7. */
  readonly reserved?: number;
  /** The length to claim instead of the payload's own. */
  readonly claimedLength?: number;
}

/** A frame as a viewer sends it (RFC 6455, 5.2), masked with zeros. */
export function frameOf(payload: Buffer, options: FrameOptions): Buffer {
  const { opcode, isFinal = true, isMasked = true, reserved = 0 } = options;
  const length = options.claimedLength ?? payload.length;
  const mask = isMasked ? 0x80 : 0;
  const first = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode;
  const key = Buffer.alloc(isMasked ? 4 : 0);
  return Buffer.concat([headOf(first, mask, length), key, payload]);
}

function headOf(first: number, mask: number, length: number): Buffer {
  if (length < 126) return Buffer.from([first, mask | length]);
  if (length < 65_536) return Buffer.from([first, mask | 126, length >> 8, length & 255]);
  const head = Buffer.alloc(10);
  head.set([first, mask | 127]);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

/** A text frame. */
export function textFrame(text: string): Buffer {
  return frameOf(Buffer.from(text), { opcode: opcodes.text });
}

/** The request that opens a WebSocket. */
export function handshake(path: string, port: number, headers: readonly string[] = []): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}
