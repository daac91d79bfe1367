import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { TrainwireServerError } from "../core/errors.ts";
import type { ListenerRecord } from "../core/listener-record.ts";
import type { Records } from "../core/records.ts";
import type { AccessRules } from "./access.ts";
import type { AccessLimits } from "./auth/access-limits.ts";
import { limitConnections } from "./auth/connection-limit.ts";
import { answerClientError } from "./client-error.ts";
import { httpLimits } from "./http-limits.ts";

/** What the listener serves with. */
export interface TrainersListenerParts {
  /** The server's own: what may be asked for here is judged by its gate. */
  readonly answer: RequestListener;
  readonly limits: AccessLimits;
  readonly records: Records<ListenerRecord>;
}

/** Under which id its port is kept. */
const recordId = "trainers";

/**
 * A second listener of a server, for trainers in containers, which reach no loopback. It listens from when it is first
 * needed. Nothing but publishing is answered there, with a trainer's own token: see `isForTrainers` and the gate.
 */
export class TrainersListener {
  readonly #sockets = new WeakSet<Socket>();
  #parts: TrainersListenerParts | undefined;
  #opened: Promise<Server> | undefined;
  #address: AddressInfo | undefined;
  #isClosed = false;

  /** Called by the server that it belongs to, once. */
  serveWith(parts: TrainersListenerParts): void {
    this.#parts = parts;
  }

  /** Whether a connection came in here. */
  has(socket: Socket): boolean {
    return this.#sockets.has(socket);
  }

  /** It answers to its address and to no name, and no page has business here. */
  get rules(): AccessRules {
    const { address = "", port = 0 } = this.#address ?? {};
    return { address, port, allowHosts: [inUrl(address)], allowOrigins: [] };
  }

  /**
   * Listens, unless it does, on the port of last time if that is free: trainers that a former server started know it.
   * @param host An IP address of this machine; where it listens already, it stays.
   * @returns where trainers reach it, such as `http://172.17.0.1:40123`.
   * @throws the system's error, such as `EADDRNOTAVAIL` for an address that is not of this machine.
   */
  async open(host: string): Promise<string> {
    this.#opened ??= this.#listen(host).catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    await this.#opened;
    const { address, port } = this.rules;
    return `http://${inUrl(address)}:${port}`;
  }

  /** Ends idle connections; `all` ends those in use, too. */
  async cut({ all }: { readonly all: boolean }): Promise<void> {
    const server = await this.#opened?.catch(() => undefined);
    if (all) server?.closeAllConnections();
    else server?.closeIdleConnections();
  }

  /** Listens no more, and waits for the end of its connections. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const server = await this.#opened?.catch(() => undefined);
    if (!server?.listening) return;
    const closed = once(server, "close");
    server.close();
    await closed;
  }

  async #listen(host: string): Promise<Server> {
    if (!this.#parts || this.#isClosed) throw new TrainwireServerError("shutting_down");
    const { records } = this.#parts;
    const known = await records.get(recordId);
    const server = this.#makeServer(this.#parts);
    try {
      await listening(server, { host, port: known?.value.port ?? 0 });
    } catch (error) {
      if (!known || (error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
      await listening(server, { host, port: 0 });
    }
    this.#address = server.address() as AddressInfo;
    const { port } = this.#address;
    if (port !== known?.value.port) await records.putIfVersion(recordId, { port }, known?.version ?? 0);
    return server;
  }

  #makeServer({ answer, limits }: TrainersListenerParts): Server {
    const server = createServer(httpLimits, answer);
    server.on("connection", (socket) => this.#sockets.add(socket));
    server.on("clientError", answerClientError);
    limitConnections(server, limits, []);
    return server;
  }
}

function inUrl(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

async function listening(
  server: Server,
  where: { readonly host: string; readonly port: number },
): Promise<void> {
  const listens = once(server, "listening");
  server.listen(where);
  await listens;
}
