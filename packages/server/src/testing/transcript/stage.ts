import { vi } from "vitest";
import type { ServerOptions } from "../../server.ts";
import { type TestServer, testServer } from "../test-server.ts";
import { type RawOpening, RawSocket } from "./raw-socket.ts";

/** Requests bring their ids, so that all random ones are of logs. */
const headers = { "x-request-id": "transcript" };
const beganAtMs = Date.parse("2026-01-01T00:00:00.000Z");

/** A server whose clock and random ids are the same each time, so that every byte it sends is. */
export class Stage implements AsyncDisposable {
  readonly server: TestServer;
  readonly #sockets: RawSocket[] = [];
  readonly #answers: string[] = [];

  private constructor(server: TestServer) {
    this.server = server;
  }

  /** Starts the server. Dates stand still, but for `publish`; timers run. */
  static async open(options: Partial<ServerOptions> = {}): Promise<Stage> {
    vi.useFakeTimers({ toFake: ["Date"], now: beganAtMs });
    let ids = 0;
    vi.spyOn(crypto, "randomUUID").mockImplementation(() => {
      ids += 1;
      return `00000000-0000-4000-8000-${`${ids}`.padStart(12, "0")}`;
    });
    // So long a time between pings that none is sent.
    return new Stage(await testServer({ heartbeatSeconds: 3600, ...options }));
  }

  /** What every socket and request of this stage was sent, in the order in which they were opened. */
  get transcript(): string {
    return [...this.#sockets.map((socket) => socket.transcript), ...this.#answers].join("\n");
  }

  /** Opens a socket that is written down. */
  async socket(opening: RawOpening): Promise<RawSocket> {
    const socket = new RawSocket(this.server.url, opening);
    this.#sockets.push(socket);
    await socket.answered();
    return socket;
  }

  /** Publishes, a little later than what was before. */
  async publish(trainId: string, body: unknown): Promise<void> {
    vi.setSystemTime(Date.now() + 1250);
    const answer = await this.server.publish(trainId, body, headers);
    if (!answer.ok) throw new Error(await answer.text());
  }

  /** Deletes a training that may not have ended. */
  async delete(trainId: string): Promise<void> {
    const url = `${this.server.url}/api/v1/trainings/${trainId}?force=true`;
    const answer = await fetch(url, { method: "DELETE", headers });
    if (!answer.ok) throw new Error(await answer.text());
  }

  /** Asks by GET, and writes down the answer: status, the headers that mean something, and the body. */
  async get(path: string): Promise<void> {
    const answer = await this.server.get(path, headers);
    const told = ["content-type", "cache-control", "etag"].flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [`= ${name}: ${value}`];
    });
    const lines = [`> GET ${path}`, `= ${answer.status}`, ...told, `< ${await answer.text()}`];
    this.#answers.push(`${lines.join("\n")}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) await socket[Symbol.asyncDispose]();
    await this.server[Symbol.asyncDispose]();
    vi.useRealTimers();
    vi.restoreAllMocks();
  }
}
