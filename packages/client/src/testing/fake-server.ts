import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import {
  type Details,
  decodeViewerMessage,
  encode,
  parseReport,
  type ServerMessage,
  type TrainingSummary,
  type TrainingUpdate,
  tokenSubprotocolPrefix,
  type ViewerMessage,
} from "@trainwire/protocol";
import { type WebSocket, WebSocketServer } from "ws";
import { FakeLog } from "./fake-log.ts";

/** How the fake server misbehaves; changed by a test at any time. */
export interface Faults {
  /** `refuse`: 503 at the upgrade. `mute`: the upgrade is accepted, and then nothing is ever said. */
  upgrade: "accept" | "refuse" | "mute";
  /** `unavailable`: 503. `hang`: no answer. `drop`: the work is done, but the connection breaks before the answer. */
  rest: "ok" | "unavailable" | "hang" | "drop";
  /** Sockets are confirmed and answered, but get no updates. */
  isDeaf: boolean;
  /** Subscriptions to the list are answered with an error: before they are confirmed, or after it. */
  list: "ok" | "refuse" | "fail";
  /** Pings are not answered. */
  ignoresPings: boolean;
  /** Which live updates are not sent. */
  omits: (update: TrainingUpdate) => boolean;
  /** How often each live update is sent. */
  copies: (update: TrainingUpdate) => number;
  /** Breaks the sockets after this live update. */
  cutsAfter: (update: TrainingUpdate) => boolean;
}

interface Viewer {
  readonly socket: WebSocket;
  readonly followed: Set<string>;
  followsList: boolean;
}

/** What a token has to allow for methods that do more than read. */
const scopes: Readonly<Record<string, string>> = { POST: "publish", PATCH: "control", DELETE: "control" };

/** A scriptable server of version 1 for tests of the client: correct, except for its `faults`. */
export class FakeServer implements AsyncDisposable {
  readonly faults: Faults = {
    upgrade: "accept",
    rest: "ok",
    isDeaf: false,
    list: "ok",
    ignoresPings: false,
    omits: () => false,
    copies: () => 1,
    cutsAfter: () => false,
  };
  readonly logs = new Map<string, FakeLog>();
  /** What viewers sent, in order. */
  readonly received: ViewerMessage[] = [];
  /** `METHOD /path?query` of each REST request, in order. */
  readonly requests: string[] = [];
  /** Bodies of the ingest requests, in order. */
  readonly bodies: Record<string, unknown>[][] = [];
  /** Bodies of the changes of trainings, in order. */
  readonly patches: Record<string, unknown>[] = [];
  /** What it answers to requests such as `GET /api/v1/recipes`, in the place of what it would. */
  readonly replies = new Map<string, { readonly status: number; readonly body: unknown }>();
  /** The bodies of requests that it had such a reply to. */
  readonly asked: unknown[] = [];
  readonly #deleted = new Set<string>();
  /** Commands that each ingest answer repeats. */
  commands: { command_id: string; name: string }[] = [];
  /** Decides over an ingested record; null accepts. */
  judge: (record: Record<string, unknown>) => { code: string; message: string } | null = () => null;
  /** Bearer and offered subprotocols of each request and upgrade, in order. */
  readonly credentials: { readonly bearer: string | null; readonly offers: string | null }[] = [];
  /** The token that is wanted, and its scopes; null: none is. */
  wants: { token: string; scopes: string[] } | null = null;
  upgrades = 0;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: () => "trainwire.v1" });
  readonly #viewers = new Set<Viewer>();
  readonly #muted = new Set<Socket>();
  readonly #producers = new Map<string, number>();
  readonly #watchers = new Set<() => void>();

  private constructor() {
    this.#server = createServer((request, response) => void this.#rest(request, response));
    this.#server.on("upgrade", (request, socket: Socket, head) => this.#upgrade(request, socket, head));
  }

  static async start(): Promise<FakeServer> {
    const server = new FakeServer();
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Sockets that are open now. */
  get connections(): number {
    return this.#viewers.size;
  }

  register(trainId: string, about: { name?: string; createdAt?: string } = {}): FakeLog {
    const log = new FakeLog(trainId, `stream-${trainId}`, about);
    this.logs.set(trainId, log);
    this.#sendList(log);
    this.#stirred();
    return log;
  }

  /** Stores an update and sends it to whoever follows, as far as the faults allow. */
  publish(trainId: string, details: Details): TrainingUpdate {
    const log = this.logs.get(trainId) ?? this.register(trainId);
    const update = log.append(details);
    for (const viewer of this.#viewers) this.#fanOut(viewer, log, update);
    this.#sendList(log);
    if (this.faults.cutsAfter(update)) this.cut();
    return update;
  }

  /** Sends a message to every socket that follows the training. */
  send(trainId: string, message: ServerMessage): void {
    for (const viewer of this.#viewers) {
      if (viewer.followed.has(trainId)) viewer.socket.send(encode(message));
    }
  }

  /** Breaks every socket without a close frame. */
  cut(): void {
    for (const { socket } of this.#viewers) socket.terminate();
    this.#viewers.clear();
  }

  /** Closes every socket with a close code. */
  closeSockets(code: number): void {
    for (const { socket } of this.#viewers) socket.close(code);
    this.#viewers.clear();
  }

  /** Resolves once the condition holds; it is looked at whenever something reached the server. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#watchers.add(resolve);
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    for (const socket of this.#muted) socket.destroy();
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  #stirred(): void {
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    for (const wake of watchers) wake();
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    this.upgrades += 1;
    const denial = this.#denialOf(request, "read");
    if (denial !== null) {
      socket.end(`HTTP/1.1 ${denial.status} Denied\r\nconnection: close\r\n\r\n`);
      this.#stirred();
      return;
    }
    if (this.faults.upgrade === "refuse") {
      socket.end("HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n");
      this.#stirred();
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (accepted) => {
      if (this.faults.upgrade === "mute") this.#muted.add(socket);
      else this.#welcome(accepted);
      this.#stirred();
    });
  }

  #denialOf(request: IncomingMessage, scope: string): { status: number; code: string } | null {
    const bearer = request.headers.authorization?.replace(/^Bearer /, "") ?? null;
    const offers = request.headers["sec-websocket-protocol"] ?? null;
    this.credentials.push({ bearer, offers });
    if (this.wants === null) return null;
    const offered = offers?.split(/, ?/).find((offer) => offer.startsWith(tokenSubprotocolPrefix));
    const fromOffer = Buffer.from(
      offered?.slice(tokenSubprotocolPrefix.length) ?? "",
      "base64url",
    ).toString();
    if ((bearer ?? fromOffer) !== this.wants.token) return { status: 401, code: "unauthorized" };
    return this.wants.scopes.includes(scope) ? null : { status: 403, code: "forbidden" };
  }

  #welcome(socket: WebSocket): void {
    const viewer: Viewer = { socket, followed: new Set(), followsList: false };
    this.#viewers.add(viewer);
    socket.on("close", () => {
      this.#viewers.delete(viewer);
      this.#stirred();
    });
    socket.on("message", (data: Buffer) => {
      const decoded = decodeViewerMessage(data.toString());
      if (decoded.kind !== "message") throw new Error(`the client sent ${data.toString()}`);
      this.received.push(decoded.message);
      this.#answer(viewer, decoded.message);
      this.#stirred();
    });
    const bounds = { max_frame_bytes: 65_536, max_subscriptions: 1024 };
    socket.send(
      encode({ type: "welcome", version: "1", capabilities: [], heartbeat_seconds: 15, limits: bounds }),
    );
  }

  #answer(viewer: Viewer, message: ViewerMessage): void {
    const send = (answer: ServerMessage): void => viewer.socket.send(encode(answer));
    switch (message.type) {
      case "ping":
        if (!this.faults.ignoresPings) send({ ...message, type: "pong" });
        return;
      case "subscribe_trainings":
        if (this.faults.list !== "refuse") send({ type: "trainings_confirmed", status: "subscribed" });
        if (this.faults.list !== "ok") return send({ type: "error", code: "internal", message: "failed" });
        viewer.followsList = true;
        send({ type: "trainings_update", snapshot: true, trainings: this.#list() });
        return;
      case "unsubscribe_trainings":
        viewer.followsList = false;
        return send({ type: "trainings_confirmed", status: "unsubscribed" });
      case "unsubscribe_training":
      case "subscribe_training":
        return this.#answerSubscription(viewer, message);
      default:
        message satisfies never;
    }
  }

  #answerSubscription(viewer: Viewer, message: Extract<ViewerMessage, { train_id: string }>): void {
    const { train_id } = message;
    const send = (answer: ServerMessage): void => viewer.socket.send(encode(answer));
    const log = this.logs.get(train_id);
    if (log === undefined) {
      return send({ type: "error", code: "unknown_training", message: "not known here", train_id });
    }
    const at = { train_id, stream_id: log.streamId, seq: log.state.seq };
    if (message.type === "unsubscribe_training") {
      viewer.followed.delete(train_id);
      return send({ type: "subscription_confirmed", status: "unsubscribed", ...at });
    }
    viewer.followed.add(train_id);
    send({ type: "subscription_confirmed", status: "subscribed", ...at });
    const { after_seq } = message;
    const reason = after_seq === undefined ? null : log.refusalOf(after_seq, message.stream_id);
    if (reason !== null) send({ type: "subscription_reset", ...at, first_seq: log.firstSeq, reason });
    if (after_seq === undefined || reason !== null) send(log.snapshot());
    else if (!this.faults.isDeaf) for (const update of log.after(after_seq)) send(update);
    if (log.isEnded) send({ ...log.snapshot(), type: "training_completed" });
  }

  #fanOut({ socket, followed }: Viewer, log: FakeLog, update: TrainingUpdate): void {
    if (!followed.has(update.train_id) || this.faults.isDeaf) return;
    const copies = this.faults.omits(update) ? 0 : this.faults.copies(update);
    for (let copy = 0; copy < copies; copy += 1) socket.send(encode(update));
    if (log.isEnded) socket.send(encode({ ...update, type: "training_completed" }));
  }

  #sendList(log: FakeLog): void {
    for (const { socket, followsList } of this.#viewers) {
      if (followsList) socket.send(encode({ type: "trainings_update", trainings: [log.summary()] }));
    }
  }

  #list() {
    const newestFirst: TrainingSummary[] = [];
    for (const log of this.logs.values()) newestFirst.unshift(log.summary());
    return newestFirst;
  }

  async #rest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.url);
    const [, trainId = "", leaf] = url.pathname.replace("/api/v1/", "").split("/");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.requests.push(`${request.method} ${url.pathname}${url.search}`);
    const { rest } = this.faults;
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
      if (rest === "drop") response.destroy();
      else {
        response.writeHead(status, { "content-type": "application/json", ...headers });
        response.end(status === 304 || status === 204 ? undefined : JSON.stringify(body));
      }
    };
    const reply = this.replies.get(`${request.method} ${url.pathname}`);
    if (reply) {
      this.asked.push(JSON.parse(Buffer.concat(chunks).toString() || "null"));
      answer(reply.status, reply.body);
    } else if (rest === "unavailable") answer(503, { code: "shutting_down", message: "about to stop" });
    else if (rest === "ok" || rest === "drop") {
      const denial = this.#denialOf(request, scopes[request.method ?? ""] ?? "read");
      const body = Buffer.concat(chunks).toString();
      if (trainId === "" && leaf === undefined && url.pathname === "/api/v1/session") {
        const session = { authenticated: denial?.status !== 401, scopes: this.wants?.scopes };
        answer(200, { tokens_required: this.wants !== null, ...session });
      } else if (denial !== null)
        answer(denial.status, { code: denial.code, message: "not with this token" });
      else if (request.method === "PATCH" || request.method === "DELETE") {
        this.#edit(trainId, { body, isForced: url.searchParams.get("force") === "true" }, answer);
      } else if (request.method === "POST") answer(200, this.#post(trainId, body));
      else if (trainId === "") answer(200, { trainings: this.#list() });
      else this.#get(this.logs.get(trainId), { url, leaf, etag: request.headers["if-none-match"] }, answer);
    }
    this.#stirred();
  }

  /** A change of a training, if there is a body; else its deletion. */
  #edit(
    trainId: string,
    { body, isForced }: { body: string; isForced: boolean },
    answer: (status: number, body: unknown) => void,
  ): void {
    const log = this.logs.get(trainId);
    if (this.#deleted.has(trainId)) return answer(410, { code: "training_deleted", message: "it is gone" });
    if (log === undefined) return answer(404, { code: "unknown_training", message: "not known here" });
    if (body !== "") {
      const patch = JSON.parse(body) as Record<string, unknown>;
      this.patches.push(patch);
      return answer(200, { ...log.summary(), ...patch });
    }
    if (!log.isEnded && !isForced) return answer(409, { code: "training_running", message: "it runs" });
    this.logs.delete(trainId);
    this.#deleted.add(trainId);
    answer(204, undefined);
  }

  #get(
    log: FakeLog | undefined,
    asked: { url: URL; leaf: string | undefined; etag: string | undefined },
    answer: (status: number, body: unknown, headers?: Record<string, string>) => void,
  ): void {
    if (log === undefined) return answer(404, { code: "unknown_training", message: "not known here" });
    if (asked.leaf === undefined) {
      const etag = `"${log.streamId}-${log.state.seq}"`;
      return answer(asked.etag === etag ? 304 : 200, log.summary(), { etag });
    }
    if (asked.leaf === "series") {
      const etag = `"series-${log.state.seq}"`;
      return answer(asked.etag === etag ? 304 : 200, log.series(), { etag });
    }
    const query = asked.url.searchParams;
    const afterSeq = Number(query.get("after_seq") ?? 0);
    const at = { stream_id: log.streamId, first_seq: log.firstSeq };
    const code = log.refusalOf(afterSeq, query.get("stream_id") ?? undefined);
    if (code !== null) return answer(409, { code, message: "begin again", ...at, seq: log.state.seq });
    const updates = log.after(afterSeq).slice(0, Number(query.get("limit") ?? 1000));
    const next = updates.at(-1)?.seq ?? afterSeq;
    const ended = log.isEnded && next === log.state.seq;
    answer(200, { ...at, updates, next_after_seq: next, ended });
  }

  #post(trainId: string, body: string): unknown {
    if (trainId === "") {
      const { train_id, name } = JSON.parse(body) as { train_id: string; name?: string };
      if (!this.logs.has(train_id)) this.register(train_id, name === undefined ? {} : { name });
      return { status: "started", train_id, training_status: "queued" };
    }
    const records = JSON.parse(body) as Record<string, unknown>[];
    this.bodies.push(records);
    const counts = { accepted: 0, repeated: 0 };
    const rejected: { index: number; code: string; message: string }[] = [];
    for (const [index, record] of records.entries()) {
      const parsed = parseReport(record, trainId);
      const rejection = parsed.ok ? this.judge(record) : parsed;
      if (!parsed.ok || rejection !== null) {
        const { code, message } = rejection as { code: string; message: string };
        rejected.push({ index, code, message });
      } else if (
        (this.#producers.get(parsed.report.producer?.id ?? "") ?? 0) >= (parsed.report.producer?.seq ?? 0)
      ) {
        counts.repeated += 1;
      } else {
        this.#producers.set(parsed.report.producer?.id ?? "", parsed.report.producer?.seq ?? 0);
        this.publish(trainId, parsed.report.details);
        counts.accepted += 1;
      }
    }
    return { ...counts, seq: this.logs.get(trainId)?.state.seq ?? 0, rejected, commands: this.commands };
  }
}
