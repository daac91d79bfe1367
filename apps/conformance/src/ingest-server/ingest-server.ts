import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import {
  type Command,
  type CommandAck,
  type ErrorCode,
  errorCodes,
  limits,
  readIngestBody,
  StartTraining,
} from "@trainwire/protocol";
import type { Trace } from "../trace.ts";
import { type IngestRequest, producerOf } from "./ingest-request.ts";
import type { IngestSource } from "./ingest-source.ts";
import { Ledger } from "./ledger.ts";
import { LoopbackHttp } from "./loopback-http.ts";
import type { Reaction } from "./reaction.ts";

const trainingPath = /^\/api\/v1\/trainings\/([^/?]+)(\/updates)?(?:\?|$)/;
const actor = "trainer";

/** How the server behaves towards the trainer. */
export interface IngestServerOptions {
  /** The training that the trainer was told to publish. */
  readonly trainId: string;
  readonly trace: Trace;
  /** Most records it keeps. */
  readonly maxRecords: number;
  /** How long the reaction `store late` holds an answer back, in milliseconds. */
  readonly lateMs: number;
  /** What to do with the nth request that brings records, from 1. */
  readonly react: (number: number) => Reaction;
  /** The open commands that every answer repeats. */
  readonly commands: () => readonly Command[];
}

/** The server that the suite plays to a trainer. Notes everything, and emits `change` after each request. */
export class IngestServer extends EventEmitter<{ change: [] }> implements IngestSource {
  readonly ledger: Ledger;
  /** Requests that brought records, in the order they came. */
  readonly requests: IngestRequest[] = [];
  /** What was wrong with requests as such, beyond their records. */
  readonly problems: string[] = [];
  readonly acks: CommandAck[] = [];
  /** When requests to publish came, also empty ones, by the monotonic clock. */
  readonly askedAtMs: number[] = [];
  /** Whether any request came. */
  hasSpoken = false;
  readonly #options: IngestServerOptions;
  readonly #http: LoopbackHttp;
  readonly #inFlight = new Map<string, number>();
  #isKnown = false;

  private constructor(options: IngestServerOptions) {
    super();
    this.#options = options;
    this.ledger = new Ledger(options.trainId, options.maxRecords);
    // A request that its sender gives up needs no answer.
    this.#http = new LoopbackHttp((incoming, outgoing) => this.#serve(incoming, outgoing));
  }

  /** Starts one on a free port of loopback. */
  static async start(options: IngestServerOptions): Promise<IngestServer> {
    const server = new IngestServer(options);
    await server.#http.listen();
    return server;
  }

  /** Its http base. */
  get url(): URL {
    return this.#http.url;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#http[Symbol.asyncDispose]();
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    const path = incoming.url ?? "/";
    const line = `${incoming.method} ${path}`;
    const { trace } = this.#options;
    trace.record(actor, "received", body === "" ? line : `${line} ${body ?? "(too large)"}`);
    this.hasSpoken = true;
    const answer = await this.#answer(incoming, body);
    this.emit("change");
    if (answer === undefined) {
      trace.record(actor, "sent", "(the connection is cut)");
      outgoing.destroy();
      return;
    }
    trace.record(actor, "sent", `${answer.status} ${JSON.stringify(answer.body)}`);
    outgoing.writeHead(answer.status, { "content-type": "application/json" });
    outgoing.end(JSON.stringify(answer.body));
  }

  /** `undefined` = the connection is to be cut. */
  async #answer(incoming: IncomingMessage, body: string | undefined): Promise<PlayedAnswer | undefined> {
    const { method = "GET", url: path = "/" } = incoming;
    if (path === "/api/v1/version") {
      const supported = ["trainwire.v1"];
      return ok({ name: "trainwire-conformance", version: "1", supported, capabilities: [] });
    }
    if (method === "POST" && path === "/api/v1/trainings") return this.#register(body);
    const [, trainId, updates] = trainingPath.exec(path) ?? [];
    if (method === "GET") return refusal(trainId === undefined ? "not_found" : "unknown_training");
    if (trainId === undefined || updates === undefined) {
      return this.#problem(`it sent ${method} ${path}, which is no address of a trainer`, "not_found");
    }
    if (trainId !== this.#options.trainId) {
      const told = `though TRAINWIRE_TRAIN_ID is ${this.#options.trainId}`;
      return this.#problem(`it published the training ${trainId}, ${told}`, "unknown_training");
    }
    return this.#ingest(incoming, body);
  }

  #register(body: string | undefined): PlayedAnswer {
    const parsed = StartTraining.safeParse(jsonOf(body ?? ""));
    if (!parsed.success) return this.#problem("its registration breaks the schema", "bad_message");
    const { train_id = this.#options.trainId } = parsed.data;
    if (train_id !== this.#options.trainId) {
      return this.#problem(`it registered the training ${train_id}, not the one it was told`, "bad_id");
    }
    if (this.#isKnown) return refusal("training_exists");
    this.#isKnown = true;
    return { status: 201, body: { status: "started", train_id, training_status: "queued" } };
  }

  async #ingest(incoming: IncomingMessage, body: string | undefined): Promise<PlayedAnswer | undefined> {
    if (body === undefined) {
      return this.#problem(`it sent a body above ${limits.maxIngestBytes} bytes`, "body_too_large");
    }
    const type = (incoming.headers["content-type"] ?? "").split(";", 1)[0];
    if (type !== "application/json" && type !== "application/x-ndjson") {
      return this.#problem(`it sent the content type ${type || "(none)"}`, "unsupported_content_type");
    }
    const read = readIngestBody(body, type === "application/json" ? "json" : "ndjson");
    if (!read.ok) return this.#problem(`it sent a body that is not JSON: ${read.message}`, "bad_json");
    if (read.records.length > limits.maxIngestRecords) {
      return this.#problem(`it sent ${read.records.length} records at once`, "too_many_records");
    }
    this.#isKnown = true;
    this.askedAtMs.push(performance.now());
    if (read.records.length === 0) return this.#acknowledge({ accepted: 0, repeated: 0, rejected: [] });
    if (this.ledger.isFull) return refusal("too_many_records");
    const records = read.records.map((record) => (record.ok ? record.value : undefined));
    const producers = [...new Set(records.map(producerOf))];
    const overlapping = producers.filter((producer) => (this.#inFlight.get(producer) ?? 0) > 0);
    const reaction = this.#options.react(this.requests.length + 1);
    this.requests.push({ records, reaction, overlapping });
    this.#countInFlight(producers, 1);
    try {
      return await this.#react(reaction, read.records);
    } finally {
      this.#countInFlight(producers, -1);
    }
  }

  async #react(
    reaction: Reaction,
    records: Parameters<Ledger["take"]>[0],
  ): Promise<PlayedAnswer | undefined> {
    switch (reaction) {
      case "refuse":
        return refusal("shutting_down");
      case "cut":
        return undefined;
      case "lose answer":
        this.#take(records, false);
        return undefined;
      case "store late":
        await setTimeout(this.#options.lateMs);
        return this.#acknowledge(this.#take(records, false));
      case "store":
      case "reject first":
        return this.#acknowledge(this.#take(records, reaction === "reject first"));
      default:
        throw reaction satisfies never;
    }
  }

  #take(records: Parameters<Ledger["take"]>[0], trial: boolean): ReturnType<Ledger["take"]> {
    const before = this.ledger.stored.length;
    const taken = this.ledger.take(records, { trial });
    for (const { report } of this.ledger.stored.slice(before)) {
      if (report.commandAck) this.acks.push(report.commandAck);
    }
    return taken;
  }

  #acknowledge(taken: Pick<ReturnType<Ledger["take"]>, "accepted" | "repeated" | "rejected">): PlayedAnswer {
    return ok({ ...taken, seq: this.ledger.stored.length, commands: this.#options.commands() });
  }

  #problem(what: string, code: ErrorCode): PlayedAnswer {
    this.problems.push(what);
    return refusal(code);
  }

  #countInFlight(producers: readonly string[], change: 1 | -1): void {
    for (const producer of producers) {
      this.#inFlight.set(producer, (this.#inFlight.get(producer) ?? 0) + change);
    }
  }
}

interface PlayedAnswer {
  readonly status: number;
  readonly body: unknown;
}

function ok(body: unknown): PlayedAnswer {
  return { status: 200, body };
}

function refusal(code: ErrorCode): PlayedAnswer {
  const { httpStatus, meaning, remedy } = errorCodes[code];
  return { status: httpStatus, body: { code, message: meaning, remedy } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The body, or `undefined` if it is larger than the protocol allows; it is read to its end in any case. */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limits.maxIngestBytes) chunks.push(chunk);
  }
  return size <= limits.maxIngestBytes ? Buffer.concat(chunks).toString() : undefined;
}
