import type { Socket as TcpSocket } from "node:net";
import { type CloseCode, closeCodes } from "@trainwire/protocol";
import type { WebSocket } from "ws";
import type { Parcel } from "../../core/parcel.ts";
import type { Socket } from "../../core/socket.ts";
import { type Framing, messageFraming } from "./framing.ts";
import type { WriteTurn } from "./write-turn.ts";

/**
 * The core's `Socket` on a WebSocket of the library `ws`, which reads, and speaks pings and closing handshakes.
 * Text frames go straight to the TCP connection: prepared once, and joined to one write a turn.
 */
export class WsSocket implements Socket {
  readonly #ws: WebSocket;
  readonly #stream: TcpSocket;
  readonly #turn: WriteTurn;
  readonly #framing: Framing;
  /** The first of what waits for the end of the turn; most often the only one. */
  #waiting: Buffer | undefined;
  #furtherWaiting: Buffer[] | undefined;
  #waitingBytes = 0;
  /** Messages sent so far. */
  sentMessages = 0;
  /** One wait for all who wait. */
  #drained: Promise<void> | undefined;

  /**
   * @param stream The TCP connection below; `ws` writes whole frames to it too.
   * @param line When it is written to, and in which frames; by default those of version 1.
   */
  constructor(ws: WebSocket, stream: TcpSocket, line: { turn: WriteTurn; framing?: Framing }) {
    this.#ws = ws;
    this.#stream = stream;
    this.#turn = line.turn;
    this.#framing = line.framing ?? messageFraming(ws.extensions.includes("permessage-deflate"));
  }

  get isOpen(): boolean {
    return this.#ws.readyState === this.#ws.OPEN;
  }

  get bufferedBytes(): number {
    return this.#waitingBytes + this.#stream.writableLength;
  }

  get heldBytes(): number {
    return this.#stream.writableLength;
  }

  send(text: string): void {
    this.sendAll([text]);
  }

  sendAll(texts: readonly string[]): void {
    if (this.isOpen) this.#enqueue(this.#framing.ofTexts(texts), texts.length);
  }

  sendParcel(parcel: Parcel): void {
    if (this.isOpen) this.#enqueue(this.#framing.ofParcel(parcel), parcel.texts.length);
  }

  close(code: CloseCode): void {
    this.flush();
    this.#ws.close(code, closeCodes[code].name);
  }

  /** Writes what was sent in this turn. */
  flush(): void {
    const first = this.#waiting;
    if (first === undefined) return;
    const further = this.#furtherWaiting;
    this.#waiting = undefined;
    this.#furtherWaiting = undefined;
    this.#waitingBytes = 0;
    // A closing frame may have been sent meanwhile: nothing may follow it.
    if (this.isOpen) this.#stream.write(this.#framing.join(first, further));
  }

  drained(): Promise<void> {
    this.flush();
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

  #enqueue(frames: Buffer, count: number): void {
    this.sentMessages += count;
    this.#waitingBytes += frames.length;
    if (this.#waiting === undefined) {
      this.#waiting = frames;
      this.#turn.add(this);
    } else if (this.#furtherWaiting) this.#furtherWaiting.push(frames);
    else this.#furtherWaiting = [frames];
  }
}
