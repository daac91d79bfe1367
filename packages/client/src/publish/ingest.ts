import { IngestAnswer, type StartTraining, type TrainId } from "@trainwire/protocol";
import { errorOf, type RestTarget, readAnswer, request } from "../rest/request.ts";
import { trainingPath } from "../rest/rest.ts";

const firstError = 400;
const conflict = 409;

/** The REST calls of a trainer. Each rejects with a `TrainwireClientError`. */
export class Ingest {
  readonly #target: RestTarget;
  readonly #trainId: TrainId;
  readonly #timeoutMs: number;

  /** @param timeoutMs without an answer by then a request fails, in milliseconds */
  constructor(target: RestTarget, trainId: TrainId, timeoutMs: number) {
    this.#target = target;
    this.#trainId = trainId;
    this.#timeoutMs = timeoutMs;
  }

  /** `POST /trainings`; that the training is registered already is as good. */
  async register(training: StartTraining, signal: AbortSignal): Promise<void> {
    const body = JSON.stringify(training);
    const answer = await this.#post("trainings", body, signal);
    if (answer.status < firstError) return;
    const error = errorOf(answer);
    if (answer.status === conflict && error.wireCode === "training_exists") return;
    throw error;
  }

  /** `POST /trainings/{id}/updates` with records given as JSON texts; none of them only fetches commands. */
  async send(records: readonly string[], signal: AbortSignal): Promise<IngestAnswer> {
    const answer = await this.#post(
      `${trainingPath(this.#trainId)}/updates`,
      `[${records.join(",")}]`,
      signal,
    );
    if (answer.status >= firstError) throw errorOf(answer);
    return readAnswer(IngestAnswer, answer.text);
  }

  #post(path: string, body: string, signal: AbortSignal) {
    return request(this.#target, { method: "POST", path, body, signal, timeoutMs: this.#timeoutMs });
  }
}
