import { EventEmitter, once } from "node:events";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { IngestAnswer, readIngestBody } from "@trainwire/protocol";
import type { Trace } from "../trace.ts";
import type { IngestSource } from "./ingest-source.ts";
import { Ledger } from "./ledger.ts";
import { LoopbackHttp } from "./loopback-http.ts";

const actor = "trainer";

/** What the tap works with. */
export interface IngestTapOptions {
  /** http base of the server under test. */
  readonly serverUrl: URL;
  readonly trainId: string;
  readonly trace: Trace;
  /** Most records it keeps. */
  readonly maxRecords: number;
}

/**
 * Stands between a trainer and the server under test: passes every request on as it is, and keeps the records
 * that the server acknowledged. A request that the server does not answer is not answered here either.
 */
export class IngestTap extends EventEmitter<{ change: [] }> implements IngestSource {
  /** What the server acknowledged as stored, each record once. */
  readonly ledger: Ledger;
  /** Records of requests that the server did not answer, or not with 200. */
  readonly unanswered: unknown[] = [];
  hasSpoken = false;
  readonly #options: IngestTapOptions;
  readonly #http: LoopbackHttp;

  private constructor(options: IngestTapOptions) {
    super();
    this.#options = options;
    this.ledger = new Ledger(options.trainId, options.maxRecords);
    // What the server does not answer, or the trainer gives up, has no answer.
    this.#http = new LoopbackHttp((incoming, outgoing) => this.#pass(incoming, outgoing));
  }

  /** Starts one on a free port of loopback. */
  static async start(options: IngestTapOptions): Promise<IngestTap> {
    const tap = new IngestTap(options);
    await tap.#http.listen();
    return tap;
  }

  get url(): URL {
    return this.#http.url;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#http[Symbol.asyncDispose]();
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "GET", url: path = "/" } = incoming;
    const body = await read(incoming);
    this.hasSpoken = true;
    this.#options.trace.record(actor, "received", `${method} ${path} ${body.toString()}`);
    const answer = await this.#ask(incoming, body);
    const sent = answer ? `${answer.status} ${answer.text}` : "(the server did not answer)";
    this.#options.trace.record(actor, "sent", sent);
    if (method === "POST" && path.endsWith("/updates")) this.#note(incoming, body.toString(), answer);
    this.emit("change");
    if (!answer) return void outgoing.destroy();
    outgoing.writeHead(answer.status, { "content-type": "application/json" });
    outgoing.end(answer.text);
  }

  /** What the server answered; `undefined` if it did not. */
  async #ask({ method, url, headers }: IncomingMessage, body: Buffer): Promise<PassedAnswer | undefined> {
    const { serverUrl } = this.#options;
    const { "transfer-encoding": _whole, ...kept } = headers;
    const outgoing = request(new URL(url ?? "/", serverUrl), {
      method: method ?? "GET",
      headers: { ...kept, host: serverUrl.host, connection: "close", "content-length": body.length },
      agent: false,
    });
    try {
      const answered = once(outgoing, "response") as Promise<[IncomingMessage]>;
      outgoing.end(body);
      const [answer] = await answered;
      return { status: answer.statusCode ?? 502, text: (await read(answer)).toString() };
    } catch {
      return undefined;
    }
  }

  #note({ headers }: IncomingMessage, body: string, answer: PassedAnswer | undefined): void {
    const type = headers["content-type"]?.startsWith("application/x-ndjson") ? "ndjson" : "json";
    const read = readIngestBody(body, type);
    if (!read.ok) return;
    if (answer?.status !== 200) {
      this.unanswered.push(...read.records.map((record) => (record.ok ? record.value : undefined)));
      return;
    }
    const told = IngestAnswer.safeParse(jsonOf(answer.text));
    const rejected = new Set(told.data?.rejected.map(({ index }) => index));
    this.ledger.take(
      read.records.filter((_record, index) => !rejected.has(index)),
      { trial: false },
    );
  }
}

interface PassedAnswer {
  readonly status: number;
  readonly text: string;
}

async function read(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
