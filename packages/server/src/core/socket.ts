import type { CloseCode } from "@trainwire/protocol";
import type { Parcel } from "./parcel.ts";

/**
 * What the core knows of a viewer's connection. The adapter to a real WebSocket lives in `transports/ws`.
 * What is sent in one turn of the event loop leaves in one write. Sending never throws.
 */
export interface Socket {
  /** Whether it can still send. */
  readonly isOpen: boolean;
  /** Bytes accepted by `send` that have not left the process yet. */
  readonly bufferedBytes: number;
  /** Those of them that an earlier turn has left: if there are any, the viewer reads slower than it is sent to. */
  readonly heldBytes: number;
  /** Sends one text frame; does nothing once the socket is closing. */
  send(text: string): void;
  /** Sends one text frame for each of them, as `send` does. */
  sendAll(texts: readonly string[]): void;
  /** Sends one text frame for each message of a parcel that others get too. */
  sendParcel(parcel: Parcel): void;
  /** Begins the closing handshake, after all that was sent. */
  close(code: CloseCode): void;
  /** Resolves once the buffer is empty, or the socket is gone. */
  drained(): Promise<void>;
}
