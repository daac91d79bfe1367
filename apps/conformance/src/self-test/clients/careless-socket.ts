import { EventEmitter } from "node:events";
import { connect, type Socket } from "node:net";

/** A WebSocket that takes every segment for one whole frame: what is cut or joined on the way is lost. */
export class CarelessSocket extends EventEmitter {
  readonly #socket: Socket;
  #isOpen = false;

  constructor(address: string) {
    super();
    const { hostname, port, host, pathname } = new URL(address);
    this.#socket = connect({ host: hostname, port: Number(port) });
    this.#socket.on("error", () => undefined);
    this.#socket.on("connect", () =>
      this.#socket.write(
        `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
      ),
    );
    this.#socket.on("data", (bytes: Buffer) => this.#take(bytes));
    this.#socket.on("close", () => this.emit("close", 1006));
  }

  /** Sends a masked text frame. */
  send(text: string): void {
    const payload = Buffer.from(text);
    this.#socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]));
  }

  /** Ends it. */
  terminate(): void {
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    if (!this.#isOpen) {
      this.#isOpen = bytes.toString().startsWith("HTTP/1.1 101");
      if (this.#isOpen) this.emit("open");
      return;
    }
    if (bytes[0] !== 0x81) return;
    const short = (bytes[1] ?? 0) & 0x7f;
    const [head, length] = short === 126 ? [4, bytes.readUInt16BE(2)] : [2, short];
    this.emit("message", bytes.subarray(head, head + length));
  }
}
