/** What a close code means, whether to connect again, and what to do. */
export interface CloseMeaning {
  readonly name: string;
  readonly meaning: string;
  /** Whether a client connects again by itself (with backoff). */
  readonly retry: boolean;
  readonly remedy: string;
}

/** Every close code that a server of version 1 sends. Any other close is a lost connection: try again. */
export const closeCodes = {
  1000: {
    name: "done",
    meaning: "The flat endpoint's training has ended, and its last message was sent.",
    retry: false,
    remedy: "None needed.",
  },
  1001: {
    name: "going_away",
    meaning: "The server is stopping or restarting.",
    retry: true,
    remedy: "Connect again and resume with after_seq.",
  },
  1002: {
    name: "protocol_error",
    meaning: "A frame broke RFC 6455.",
    retry: false,
    remedy: "Mend the WebSocket implementation or the proxy between.",
  },
  1003: {
    name: "binary_frame",
    meaning: "A binary frame was sent; version 1 speaks text.",
    retry: false,
    remedy: "Send JSON in text frames.",
  },
  1007: {
    name: "invalid_text",
    meaning: "A text frame was not UTF-8.",
    retry: false,
    remedy: "Encode frames as UTF-8.",
  },
  1008: {
    name: "too_many_bad_messages",
    meaning: "The socket sent more malformed messages, or more at once, than the server bears.",
    retry: false,
    remedy: "Heed the error messages sent before.",
  },
  1009: {
    name: "frame_too_large",
    meaning: "A frame was larger than the welcome's max_frame_bytes.",
    retry: false,
    remedy: "Send smaller frames.",
  },
  1011: {
    name: "internal",
    meaning: "The server failed on this socket.",
    retry: true,
    remedy: "Connect again and resume with after_seq.",
  },
  4401: {
    name: "token_ended",
    meaning: "The token or session that opened this socket was revoked, logged out, or has expired.",
    retry: false,
    remedy: "Log in again, or open the socket with another token.",
  },
  4410: {
    name: "training_deleted",
    meaning: "The flat endpoint's training was deleted.",
    retry: false,
    remedy: "Forget the training.",
  },
} as const satisfies Record<number, CloseMeaning>;

/** A code of the closed list `closeCodes`. */
export type CloseCode = keyof typeof closeCodes;

/** Whether a client should connect again after its socket was closed with this code. */
export function shouldReconnect(code: number): boolean {
  return (closeCodes as Record<number, CloseMeaning>)[code]?.retry ?? true;
}
