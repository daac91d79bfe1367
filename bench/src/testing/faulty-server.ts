import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

/** What the server does wrong, or unusually, to some or all updates. */
export type Fault =
  | "none"
  | "drop"
  | "repeat"
  | "misroute"
  | "delay"
  | "fragment"
  | "split"
  | "join"
  | "close"
  | "ping"
  | "refuse";

/** How long `delay` holds an update back, in milliseconds. */
export const delayMs = 100;

interface Viewer {
  readonly socket: WebSocket;
  readonly raw: Socket;
}

/** A fan-out server with a fault, on a free port of this process. */
export class FaultyServer implements AsyncDisposable {
  readonly #fault: Fault;
  readonly #server = createServer();
  readonly #rooms = new Map<string, Set<Viewer>>();
  #sent = 0;
  /** Pongs received. */
  pongs = 0;

  private constructor(fault: Fault) {
    this.#fault = fault;
    this.#server.on("request", (request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        for (const text of Buffer.concat(parts).toString().split("\n")) {
          for (const viewer of this.#room(request.url)) this.#deliver(viewer, text);
        }
        const isRefused = fault === "refuse" && this.#sent % 500 === 0;
        response.writeHead(isRefused ? 503 : 200).end('{"accepted":1}');
      });
    });
    new WebSocketServer({ server: this.#server }).on("connection", (socket, request) => {
      const viewer = { socket, raw: request.socket };
      const room = this.#room(request.url).add(viewer);
      socket.on("pong", () => (this.pongs += 1));
      socket.on("close", () => room.delete(viewer));
      socket.on("error", () => socket.terminate());
    });
  }

  static async start(fault: Fault): Promise<FaultyServer> {
    const faulty = new FaultyServer(fault);
    await once(faulty.#server.listen(0, "127.0.0.1"), "listening");
    return faulty;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const room of this.#rooms.values()) for (const { socket } of room) socket.terminate();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  #room(url = "/"): Set<Viewer> {
    const name = url.slice(url.lastIndexOf("/") + 1);
    const room = this.#rooms.get(name) ?? new Set();
    this.#rooms.set(name, room);
    return room;
  }

  #deliver(viewer: Viewer, text: string): void {
    const { socket } = viewer;
    this.#sent += 1;
    const isHit = this.#sent % 500 === 0;
    switch (this.#fault) {
      case "none":
      case "refuse":
        return socket.send(text);
      case "drop":
        return isHit ? undefined : socket.send(text);
      case "repeat":
        if (isHit) socket.send(text);
        return socket.send(text);
      case "misroute":
        return socket.send(isHit ? text.replaceAll(/job_\d+/g, "job_777") : text);
      case "delay":
        setTimeout(() => socket.send(text), delayMs);
        return;
      case "fragment":
        socket.send(text.slice(0, 40), { fin: false });
        return socket.send(text.slice(40), { fin: true });
      case "split":
        return split(viewer, text);
      case "join":
        return socket.send(`{"updates":[${text},${text}]}`);
      case "close":
        return this.#sent === 2000 ? socket.terminate() : socket.send(text);
      case "ping":
        socket.ping("x");
        return socket.send(text);
      default:
        throw this.#fault satisfies never;
    }
  }
}

/** A frame in two writes: most of it comes later. */
function split({ raw }: Viewer, text: string): void {
  const payload = Buffer.from(text);
  const frame = Buffer.concat([Buffer.from([0x81, 126, payload.length >> 8, payload.length & 255]), payload]);
  raw.write(frame.subarray(0, 3));
  setTimeout(() => raw.write(frame.subarray(3)), 3);
}
