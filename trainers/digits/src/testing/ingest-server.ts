import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import {
  type Command,
  type CommandAck,
  type ParsedReport,
  parseReport,
  readIngestBody,
} from "@trainwire/protocol";

/** The trainer's side of a Trainwire server on a free port: takes every report, and fails it if malformed. */
export class IngestServer implements AsyncDisposable {
  /** What the trainer registered, if it did. */
  registered: Record<string, unknown> | undefined;
  /** The different `Authorization` headers that requests came with. */
  readonly authorizations = new Set<string | undefined>();
  readonly reports: ParsedReport["details"][] = [];
  readonly acks: CommandAck[] = [];
  /** Why reports were refused. */
  readonly refusals: string[] = [];
  /** Commands that the next answers tell the trainer. */
  commands: Command[] = [];
  readonly #server: Server;
  readonly #waiting: { condition: () => boolean; resolve: () => void }[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      this.authorizations.add(request.headers.authorization);
      void this.#answer(request).then((answer) => {
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
      });
    });
  }

  /** Listens. */
  static async start(): Promise<IngestServer> {
    const ingest = new IngestServer();
    await once(ingest.#server.listen(0, "127.0.0.1"), "listening");
    return ingest;
  }

  /** Where it listens. */
  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`);
  }

  /** Resolves when the reports so far meet the condition. */
  until(condition: () => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (condition()) resolve();
    else this.#waiting.push({ condition, resolve });
    return promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<unknown> {
    const body = readIngestBody(
      await text(request),
      request.headers["content-type"]?.includes("ndjson") ? "ndjson" : "json",
    );
    const records = body.ok ? body.records : [];
    const [, trainId] = /^\/api\/v1\/trainings\/([^/]+)\/updates$/.exec(request.url ?? "") ?? [];
    if (trainId === undefined) {
      this.registered = records.find((record) => record.ok)?.value as Record<string, unknown>;
      return { status: "started", train_id: this.registered["train_id"], training_status: "queued" };
    }
    for (const record of records) this.#take(record.ok ? record.value : record.message, trainId);
    for (const { condition, resolve } of this.#waiting) if (condition()) resolve();
    const { commands, reports } = this;
    return { accepted: records.length, repeated: 0, seq: reports.length, rejected: [], commands };
  }

  #take(record: unknown, trainId: string): void {
    const result = parseReport(record, trainId);
    if (!result.ok) return void this.refusals.push(result.message);
    this.reports.push(result.report.details);
    if (result.report.commandAck) this.acks.push(result.report.commandAck);
  }
}
