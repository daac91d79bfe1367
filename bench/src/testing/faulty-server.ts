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
  /** Of its training. */
  readonly channel: number;
}

/** A fan-out server with a fault, on a free port of this process. */
export class FaultyServer implements AsyncDisposable {
  readonly #fault: Fault;
  readonly #inRuns: boolean;
  readonly #server = createServer();
  readonly #rooms = new Map<string, Set<Viewer>>();
  #sent = 0;
  /** Pongs received. */
  pongs = 0;

  private constructor(fault: Fault, inRuns: boolean) {
    this.#fault = fault;
    this.#inRuns = inRuns;
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
      const trainId = nameOf(request.url);
      const viewer = { socket, raw: request.socket, channel: 3 * Number(trainId.slice("job_".length)) + 1 };
      const room = this.#room(request.url).add(viewer);
      if (this.#inRuns) {
        const confirmed = { type: "subscription_confirmed", train_id: trainId, channel: viewer.channel };
        socket.send(JSON.stringify([{ type: "welcome" }, confirmed]));
      }
      socket.on("pong", () => (this.pongs += 1));
      socket.on("close", () => room.delete(viewer));
      socket.on("error", () => socket.terminate());
    });
  }

  /** @param inRuns Whether updates go out in frames of runs, as in `trainwire.v2-draft`; not with every fault. */
  static async start(fault: Fault, inRuns = false): Promise<FaultyServer> {
    const faulty = new FaultyServer(fault, inRuns);
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
    const name = nameOf(url);
    const room = this.#rooms.get(name) ?? new Set();
    this.#rooms.set(name, room);
    return room;
  }

  #deliver(viewer: Viewer, text: string): void {
    const { socket } = viewer;
    this.#sent += 1;
    const isHit = this.#sent % 500 === 0;
    if (this.#inRuns) return deliverRun(viewer, text, isHit ? this.#fault : "none");
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

function nameOf(url = "/"): string {
  return url.slice(url.lastIndexOf("/") + 1);
}

/** A frame that holds a run with the update, a message beside it, and the fault. */
function deliverRun({ socket, channel }: Viewer, text: string, fault: Fault): void {
  const updates = fault === "drop" ? [] : fault === "repeat" ? [text, text] : [text];
  const number = fault === "misroute" ? channel + 1 : channel;
  const run = updates.length > 0 ? `,[${[number, 1, ...updates].join(",")}]` : "";
  socket.send(`[{"type":"error","message":"]}\\"["}${run}]`);
}

/** A frame in two writes: most of it comes later. */
function split({ raw }: Viewer, text: string): void {
  const payload = Buffer.from(text);
  const frame = Buffer.concat([Buffer.from([0x81, 126, payload.length >> 8, payload.length & 255]), payload]);
  raw.write(frame.subarray(0, 3));
  setTimeout(() => raw.write(frame.subarray(3)), 3);
}
