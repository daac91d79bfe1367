import type { CloseCode } from "@trainwire/protocol";

/** What the core knows of a viewer's connection. The adapter to a real WebSocket lives in `transports/ws`. */
export interface Socket {
  /** Whether it can still send. */
  readonly isOpen: boolean;
  /** Bytes accepted by `send` that have not left the process yet. */
  readonly bufferedBytes: number;
  /** Sends one text frame; does nothing once the socket is closing. */
  send(text: string): void;
  /** Begins the closing handshake. */
  close(code: CloseCode): void;
  /** Resolves once the buffer is empty, or the socket is gone. */
  drained(): Promise<void>;
}
