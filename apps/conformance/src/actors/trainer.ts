import { IngestAnswer, StartAnswer } from "@trainwire/protocol";
import type { ServerStage } from "../stage.ts";
import { type Answer, Http } from "./http.ts";

/** A record, right or wrong, as a trainer sends it. */
export type Fields = Readonly<Record<string, unknown>>;

/** Plays a trainer: publishes over plain HTTP. */
export class Trainer {
  /** The id of its training. */
  readonly trainId: string;
  readonly #stage: ServerStage;
  readonly #http: Http;

  constructor(stage: ServerStage, actor: string, trainId: string) {
    this.#stage = stage;
    this.#http = new Http(stage, actor);
    this.trainId = trainId;
  }

  /** Sends a body as it is and returns the answer, whatever its status. */
  sendBody(body: string, contentType = "application/json"): Promise<Answer> {
    const headers = { "content-type": contentType };
    return this.#http.send({ method: "POST", path: this.#path, headers, body });
  }

  /** Sends a body that the target must read, and returns its answer. */
  async publishBody(body: string, contentType = "application/json"): Promise<IngestAnswer> {
    const headers = { "content-type": contentType };
    const { json } = await this.#http.expectJson({ method: "POST", path: this.#path, headers, body });
    return this.#stage.checks.parse(IngestAnswer, json, "the ingest answer");
  }

  /** Publishes one record or an array of them. */
  publish(records: Fields | readonly Fields[]): Promise<IngestAnswer> {
    return this.publishBody(JSON.stringify(records));
  }

  /** Publishes one good record and returns its seq. */
  async report(fields: Fields): Promise<number> {
    const answer = await this.publish(fields);
    this.#stage.checks.equal(answer.rejected, [], "rejected records");
    this.#stage.checks.equal(answer.accepted, 1, "accepted records");
    return answer.seq;
  }

  /** Publishes the steps `first` to `last`, one request each, and returns the seq of the last. */
  async reportSteps(first: number, last: number): Promise<number> {
    let seq = 0;
    for (let step = first; step <= last; step += 1) {
      seq = await this.report({ current_step: step, total_steps: 100, loss: 1 / step });
    }
    return seq;
  }

  /** Reports the end and returns its seq. */
  finish(status: "completed" | "failed" | "cancelled" = "completed"): Promise<number> {
    return this.report({ status });
  }

  /** Registers the training before its first record, with further fields if given. */
  async register(fields: Fields = {}): Promise<StartAnswer> {
    const { json } = await this.#http.expectJson(
      {
        method: "POST",
        path: "/api/v1/trainings",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...fields, train_id: this.trainId }),
      },
      201,
    );
    return this.#stage.checks.parse(StartAnswer, json, "the answer to the start");
  }

  get #path(): string {
    return `/api/v1/trainings/${this.trainId}/updates`;
  }
}
