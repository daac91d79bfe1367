import {
  CommandAnswer,
  type CommandName,
  type CommandRequest,
  type PatchTraining,
  Seq,
  SeriesAnswer,
  SessionAnswer,
  StartAnswer,
  type StartTraining,
  StreamId,
  type TokenScope,
  type TrainId,
  TrainingSummary,
  TrainingsPage,
  UpdatesPage,
} from "@trainwire/protocol";
import { TrainwireClientError } from "../errors.ts";
import type { Denial } from "../link/link.ts";
import type { Settings } from "../settings.ts";
import { type AnswerSchema, errorOf, type RestRequest, readAnswer, request } from "./request.ts";
import { type SeriesRequest, type SeriesResult, seriesQuery } from "./series.ts";

/** A training's state, or that it is still the one of `etag`. */
export type TrainingAnswer =
  | { readonly kind: "unchanged" }
  | { readonly kind: "changed"; readonly summary: TrainingSummary; readonly etag: string | null };

/** A page of updates, or that the position cannot be honoured (409). */
export type UpdatesAnswer =
  | { readonly kind: "page"; readonly page: UpdatesPage }
  | {
      readonly kind: "reset";
      readonly streamId: StreamId;
      readonly firstSeq: number;
      readonly headSeq: number;
    };

/** How a request went; `unauthorized` and `forbidden` where the whole client needs another token. */
export type RestOutcome = "answered" | "failed" | Denial;

const notModified = 304;
const conflict = 409;
const firstError = 400;
const unauthorized = 401;
const readScopes: ReadonlySet<string> = new Set(["read", "admin"] satisfies TokenScope[]);

/** The REST calls of a viewer and of whom it serves. Each rejects with a `TrainwireClientError`, or once `signal` aborts. */
export class Rest {
  readonly #settings: Settings;
  readonly #onOutcome: (outcome: RestOutcome) => void;

  /** @param onOutcome told after each call that reads how it went; aborted calls tell nothing */
  constructor(settings: Settings, onOutcome: (outcome: RestOutcome) => void) {
    this.#settings = settings;
    this.#onOutcome = onOutcome;
  }

  /** `GET /trainings/{id}`; with the `etag` of an earlier answer the server may say that nothing changed. */
  async getTraining(trainId: TrainId, etag: string | null, signal: AbortSignal): Promise<TrainingAnswer> {
    const headers = etag === null ? {} : { "if-none-match": etag };
    const answer = await this.#get({ path: trainingPath(trainId), headers }, signal);
    if (answer.status === notModified) return { kind: "unchanged" };
    if (answer.status >= firstError) throw errorOf(answer);
    const summary = readAnswer(TrainingSummary, answer.text);
    return { kind: "changed", summary, etag: answer.headers.get("etag") };
  }

  /** `GET /trainings/{id}/updates`: one page of stored updates after a position. */
  async getUpdates(
    trainId: TrainId,
    position: { readonly afterSeq: number; readonly streamId: StreamId | null },
    signal: AbortSignal,
  ): Promise<UpdatesAnswer> {
    const query = {
      after_seq: position.afterSeq,
      stream_id: position.streamId ?? undefined,
      limit: this.#settings.pageLimit,
    };
    const answer = await this.#get({ path: `${trainingPath(trainId)}/updates`, query }, signal);
    if (answer.status === conflict) return readReset(answer);
    if (answer.status >= firstError) throw errorOf(answer);
    return { kind: "page", page: readAnswer(UpdatesPage, answer.text) };
  }

  /** `GET /trainings/{id}/series`: down-sampled values for charts. */
  async getSeries(
    trainId: TrainId,
    { etag, ...series }: SeriesRequest & { readonly etag: string | null },
    signal: AbortSignal,
  ): Promise<SeriesResult> {
    const headers = etag === null ? {} : { "if-none-match": etag };
    const path = `${trainingPath(trainId)}/series`;
    const answer = await this.#get({ path, query: seriesQuery(series), headers }, signal);
    if (answer.status === notModified) return { kind: "unchanged" };
    if (answer.status >= firstError) throw errorOf(answer);
    return {
      kind: "changed",
      answer: readAnswer(SeriesAnswer, answer.text),
      etag: answer.headers.get("etag"),
    };
  }

  /** `GET /trainings`: the newest trainings, newest first; from several pages where the server makes them short. */
  async getTrainings(limit: number, signal: AbortSignal): Promise<readonly TrainingSummary[]> {
    const trainings: TrainingSummary[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.getTrainingsPage({ limit: limit - trainings.length, cursor }, signal);
      trainings.push(...page.trainings);
      cursor = page.next_cursor;
    } while (cursor !== undefined && trainings.length < limit);
    return trainings;
  }

  /** `GET /session`: what keeps the client out; null: nothing that the server could name. */
  async getDenial(signal: AbortSignal): Promise<Denial | null> {
    const answer = await this.#get({ path: "session" }, signal);
    if (answer.status === unauthorized) return "unauthorized";
    // Servers of other makers may have no sessions; then their answers to the real requests tell.
    if (answer.status >= firstError) return null;
    const session = readAnswer(SessionAnswer, answer.text);
    if (!session.tokens_required) return null;
    if (!session.authenticated) return "unauthorized";
    return session.scopes?.some((scope) => readScopes.has(scope)) === false ? "forbidden" : null;
  }

  /** Any other request that reads, by the schema of its answer. */
  async read<T>(
    schema: AnswerSchema<T>,
    given: Pick<RestRequest, "path" | "query">,
    signal: AbortSignal,
  ): Promise<T> {
    const answer = await this.#get(given, signal);
    if (answer.status >= firstError) throw errorOf(answer);
    return readAnswer(schema, answer.text);
  }

  /** `POST /trainings`: registers a training, or starts one from a recipe. */
  async startTraining(start: StartTraining, signal: AbortSignal): Promise<StartAnswer> {
    const answer = await this.#edit(
      { method: "POST", path: "trainings", body: JSON.stringify(start) },
      signal,
    );
    return readAnswer(StartAnswer, answer.text);
  }

  /** `PATCH /trainings/{id}`: changes what the patch names; the training as it is then. */
  async patchTraining(trainId: TrainId, patch: PatchTraining, signal: AbortSignal): Promise<TrainingSummary> {
    const body = JSON.stringify(patch);
    const answer = await this.#edit({ method: "PATCH", path: trainingPath(trainId), body }, signal);
    return readAnswer(TrainingSummary, answer.text);
  }

  /** `POST /trainings/{id}/{name}`: tells the training something; where that stands. */
  async command(
    trainId: TrainId,
    { name, ...asked }: CommandRequest & { readonly name: CommandName },
    signal: AbortSignal,
  ): Promise<CommandAnswer> {
    const path = `${trainingPath(trainId)}/${name}`;
    const answer = await this.#edit({ method: "POST", path, body: JSON.stringify(asked) }, signal);
    return readAnswer(CommandAnswer, answer.text);
  }

  /** Any other change, by the schema of its answer. */
  async change<T>(
    schema: AnswerSchema<T>,
    given: Pick<RestRequest, "method" | "path" | "body">,
    signal: AbortSignal,
  ): Promise<T> {
    const answer = await this.#edit(given, signal);
    return readAnswer(schema, answer.text);
  }

  /** Any other change that is answered with nothing. */
  async edit(given: Pick<RestRequest, "method" | "path" | "body">, signal: AbortSignal): Promise<void> {
    await this.#edit(given, signal);
  }

  /** Any other deletion. */
  async delete(path: string, signal: AbortSignal): Promise<void> {
    await this.#edit({ method: "DELETE", path }, signal);
  }

  /** `DELETE /trainings/{id}`. */
  async deleteTraining(trainId: TrainId, force: boolean, signal: AbortSignal): Promise<void> {
    const query = { force: force ? "true" : undefined };
    await this.#edit({ method: "DELETE", path: trainingPath(trainId), query }, signal);
  }

  /** `GET /trainings`: one page of them. */
  async getTrainingsPage(
    query: { readonly limit: number; readonly cursor: string | undefined },
    signal: AbortSignal,
  ): Promise<TrainingsPage> {
    const answer = await this.#get({ path: "trainings", query }, signal);
    if (answer.status >= firstError) {
      const error = errorOf(answer);
      // The list leaves out what a token does not cover: a refusal of it concerns every training.
      if (error.code === "forbidden") this.#onOutcome("forbidden");
      throw error;
    }
    return readAnswer(TrainingsPage, answer.text);
  }

  /** What a change meets says nothing of whether the viewer can read on: the outcome is its caller's alone. */
  async #edit(given: Omit<RestRequest, "signal" | "timeoutMs">, signal: AbortSignal) {
    const answer = await this.#send(given, signal);
    if (answer.status >= firstError) throw errorOf(answer);
    return answer;
  }

  #send(given: Omit<RestRequest, "signal" | "timeoutMs">, signal: AbortSignal) {
    const { url, token, platform, requestTimeoutMs: timeoutMs } = this.#settings;
    return request({ url, token, fetch: platform.fetch }, { ...given, signal, timeoutMs });
  }

  async #get(given: Pick<RestRequest, "path" | "query" | "headers">, signal: AbortSignal) {
    try {
      const answer = await this.#send(given, signal);
      signal.throwIfAborted();
      if (answer.status === unauthorized) this.#onOutcome("unauthorized");
      else this.#onOutcome(answer.status >= 500 ? "failed" : "answered");
      return answer;
    } catch (error) {
      if (!signal.aborted) this.#onOutcome("failed");
      throw error;
    }
  }
}

/** The path of an artifact under `/api/v1/`. */
export function artifactPath(trainId: TrainId, path: string): string {
  return `${trainingPath(trainId)}/artifacts/${path.split("/").map(encodeURIComponent).join("/")}`;
}

/** The path of a training under `/api/v1/`. */
export function trainingPath(trainId: TrainId): string {
  return `trainings/${encodeURIComponent(trainId)}`;
}

function readReset(answer: { status: number; text: string }): UpdatesAnswer {
  const refusal = errorOf(answer);
  let body: Record<string, unknown>;
  try {
    body = JSON.parse(answer.text) as Record<string, unknown>;
  } catch (cause) {
    throw new TrainwireClientError("bad_answer", { message: "The answer is not JSON.", cause });
  }
  const streamId = StreamId.safeParse(body["stream_id"]);
  const firstSeq = Seq.safeParse(body["first_seq"]);
  const headSeq = Seq.safeParse(body["seq"]);
  if (!streamId.success || !firstSeq.success || !headSeq.success) throw refusal;
  return { kind: "reset", streamId: streamId.data, firstSeq: firstSeq.data, headSeq: headSeq.data };
}
