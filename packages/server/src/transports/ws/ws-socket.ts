import type { Duplex } from "node:stream";
import { type CloseCode, closeCodes } from "@trainwire/protocol";
import type { WebSocket } from "ws";
import type { Socket } from "../../core/socket.ts";

/** The core's `Socket` on a WebSocket of the library `ws`. */
export class WsSocket implements Socket {
  readonly #ws: WebSocket;
  readonly #stream: Duplex;
  /** One wait for all who wait. */
  #drained: Promise<void> | undefined;

  /** @param stream The TCP stream below, which tells when the buffer has drained. */
  constructor(ws: WebSocket, stream: Duplex) {
    this.#ws = ws;
    this.#stream = stream;
  }

  get isOpen(): boolean {
    return this.#ws.readyState === this.#ws.OPEN;
  }

  get bufferedBytes(): number {
    return this.#ws.bufferedAmount;
  }

  send(text: string): void {
    if (this.isOpen) this.#ws.send(text);
  }

  close(code: CloseCode): void {
    this.#ws.close(code, closeCodes[code].name);
  }

  drained(): Promise<void> {
    const stream = this.#stream;
    if (stream.destroyed || !stream.writableNeedDrain) return Promise.resolve();
    this.#drained ??= new Promise((resolve) => {
      const done = () => {
        this.#drained = undefined;
        stream.off("drain", done).off("close", done);
        resolve();
      };
      stream.on("drain", done).on("close", done);
    });
    return this.#drained;
  }
}
