import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** How a socket is opened. */
export interface RawOpening {
  /** Such as `/ws`. */
  readonly path: string;
  /** The subprotocols it offers. */
  readonly protocols?: readonly string[];
}

/** Any key will do: a fixed one makes the server's answer the same each time. */
const key = "AAAAAAAAAAAAAAAAAAAAAA==";
const opcodes: Record<number, string> = { 1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong" };

/**
 * A viewer on a bare TCP connection that writes down every byte: `>` what it sends, `=` the server's answer to
 * the handshake, `<` a frame of the server, its head in hexadecimal and then its payload.
 */
export class RawSocket implements AsyncDisposable {
  readonly #stream: Socket;
  readonly #ended: Promise<unknown>;
  readonly #lines: string[] = [];
  #unread = Buffer.alloc(0);
  #hasHead = false;
  #frames = 0;
  #awaited = 0;
  #arrived = Promise.withResolvers<void>();

  /** @param base The server's address. */
  constructor(base: string, { path, protocols = [] }: RawOpening) {
    const { hostname, port } = new URL(base);
    this.#stream = connect({ host: hostname, port: Number(port) });
    this.#ended = once(this.#stream, "close");
    this.#stream.on("error", () => undefined);
    this.#stream.on("data", (bytes) => this.#read(bytes));
    this.#stream.on("close", () => this.#arrived.resolve());
    const offer = protocols.length > 0 ? [`Sec-WebSocket-Protocol: ${protocols.join(", ")}`] : [];
    this.#lines.push(`> GET ${path}`, ...offer.map((line) => `> ${line}`));
    const head = [
      `GET ${path} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      `Sec-WebSocket-Key: ${key}`,
      "X-Request-Id: transcript",
      ...offer,
    ];
    this.#stream.write(`${head.join("\r\n")}\r\n\r\n`);
  }

  /** Everything that was sent and came, one line each. */
  get transcript(): string {
    return `${this.#lines.join("\n")}\n`;
  }

  /** Sends a text frame, or a binary one. */
  send(message: string | Record<string, unknown>, opcode = 1): void {
    const text = typeof message === "string" ? message : JSON.stringify(message);
    this.#lines.push(opcode === 1 ? `> ${text}` : `> (${opcodes[opcode]}) ${text}`);
    const payload = Buffer.from(text);
    const long = payload.length > 125;
    // Masked with zeros, which leaves the payload as it is.
    const head = long
      ? [0x80 | opcode, 0x80 | 126, payload.length >> 8, payload.length & 255]
      : [0x80 | opcode, 0x80 | payload.length];
    this.#stream.write(Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]));
  }

  /** Waits for so many further frames, of which it takes note. */
  async frames(count: number): Promise<void> {
    this.#awaited += count;
    while (this.#frames < this.#awaited) {
      if (this.#stream.destroyed) throw new Error(`ended early:\n${this.transcript}`);
      await this.#arrived.promise;
    }
  }

  /** Waits for the answer to the handshake. */
  async answered(): Promise<void> {
    while (!this.#hasHead && !this.#stream.destroyed) await this.#arrived.promise;
  }

  /** Waits until the server has ended the connection. */
  async end(): Promise<void> {
    await this.#ended;
    this.#lines.push("(end)");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stream.destroy();
    await this.#ended;
  }

  #read(bytes: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, bytes]);
    if (!this.#hasHead && !this.#readHead()) return;
    while (this.#readFrame());
    this.#arrived.resolve();
    this.#arrived = Promise.withResolvers();
  }

  #readHead(): boolean {
    const end = this.#unread.indexOf("\r\n\r\n");
    if (end < 0) return false;
    const head = this.#unread.subarray(0, end).toString("latin1").split("\r\n");
    this.#lines.push(...head.map((line) => `= ${line}`));
    this.#unread = this.#unread.subarray(end + 4);
    this.#hasHead = true;
    const length = /Content-Length: (\d+)/.exec(head.join("\n"))?.[1];
    if (length === undefined) return true;
    // A refused handshake has a body, and no frames; it comes in the same write.
    this.#lines.push(`= ${this.#unread.subarray(0, Number(length)).toString("utf8")}`);
    this.#unread = this.#unread.subarray(Number(length));
    return true;
  }

  #readFrame(): boolean {
    const [first = 0, second = 0] = this.#unread;
    const headBytes = second < 126 ? 2 : second === 126 ? 4 : 10;
    if (this.#unread.length < headBytes) return false;
    const length =
      second < 126
        ? second
        : second === 126
          ? this.#unread.readUInt16BE(2)
          : Number(this.#unread.readBigUInt64BE(2));
    if (this.#unread.length < headBytes + length) return false;
    const head = this.#unread.subarray(0, headBytes).toString("hex");
    const payload = this.#unread.subarray(headBytes, headBytes + length);
    this.#unread = this.#unread.subarray(headBytes + length);
    this.#frames += 1;
    // The closing handshake is answered, as any viewer does; or the server would wait for it.
    if ((first & 15) === 8) this.#stream.write(Buffer.from([0x88, 0x80, 0, 0, 0, 0]));
    const text =
      (first & 15) === 8 && payload.length >= 2
        ? `close ${payload.readUInt16BE(0)} ${payload.subarray(2).toString("utf8")}`.trimEnd()
        : payload.toString("utf8");
    this.#lines.push(`< ${head} ${text}`);
    return true;
  }
}
