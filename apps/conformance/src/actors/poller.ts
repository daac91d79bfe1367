import { setTimeout } from "node:timers/promises";
import { SeriesAnswer, TrainingSummary, type TrainingUpdate, UpdatesPage } from "@trainwire/protocol";
import type { ServerStage } from "../stage.ts";
import { type Answer, Http } from "./http.ts";

const pollMs = 50;
/** What a server may take to begin with a training's own retention. */
const retentionSeconds = 10;

/** The query of `GET …/updates`. */
export interface PageQuery {
  readonly after_seq?: number;
  readonly stream_id?: string;
  readonly limit?: number;
  readonly wait_seconds?: number;
}

/** The query of `GET …/series`, right or wrong. */
export type SeriesParameters = Readonly<Record<string, string | number>>;

/** Plays a viewer that polls over REST. */
export class Poller {
  readonly #stage: ServerStage;
  readonly #http: Http;
  readonly #trainId: string;

  constructor(stage: ServerStage, actor: string, trainId: string) {
    this.#stage = stage;
    this.#http = new Http(stage, actor);
    this.#trainId = trainId;
  }

  /** The training's state, and the tag to ask for changes with. */
  async state(): Promise<{ readonly state: TrainingSummary; readonly etag: string }> {
    const { answer, json } = await this.#http.expectJson({ path: this.#path });
    const { checks } = this.#stage;
    const state = checks.parse(TrainingSummary, json, "the training's state");
    return { state, etag: checks.present(answer.headers.etag, "the ETag of GET trainings/{id}") };
  }

  /** Asks for the state unless it still has this tag, and returns the answer. */
  stateUnless(etag: string): Promise<Answer> {
    return this.#http.send({ path: this.#path, headers: { "if-none-match": etag } });
  }

  /** One page of updates; a long-poll is waited for as long as it asks, and a band `prompt` more. */
  async page(query: PageQuery = {}): Promise<UpdatesPage> {
    const waitMs = (query.wait_seconds ?? 0) * 1000;
    const withinMs = waitMs + this.#stage.bands.eventualMs;
    const { json } = await this.#http.expectJson({ path: this.pagePath(query), withinMs });
    return this.#stage.checks.parse(UpdatesPage, json, "the page of updates");
  }

  /** Every stored update, read in pages of `limit`. */
  async history(limit = 1000): Promise<TrainingUpdate[]> {
    const updates: TrainingUpdate[] = [];
    let after = 0;
    for (;;) {
      const page = await this.page({ after_seq: after, limit });
      updates.push(...page.updates);
      // A page may hold fewer than it was asked for, and yet not be the last.
      if (page.updates.length === 0) return updates;
      this.#stage.checks.that(page.next_after_seq > after, "next_after_seq must move on with a page");
      after = page.next_after_seq;
    }
  }

  /** Waits until retention has removed something, and returns the first seq that is left. */
  async trimmed(head: number): Promise<number> {
    const deadline = performance.now() + retentionSeconds * this.#stage.bands.secondMs;
    let page = await this.page({ after_seq: head });
    while (page.first_seq === 1 && performance.now() < deadline) {
      await setTimeout(pollMs);
      page = await this.page({ after_seq: head });
    }
    this.#stage.checks.that(page.first_seq > 1, "retention must begin to remove updates within 10 s");
    return page.first_seq;
  }

  /** The training's series, and the tag to ask for changes with. */
  async series(
    query: SeriesParameters = {},
  ): Promise<{ readonly answer: SeriesAnswer; readonly etag: string }> {
    const { answer, json } = await this.#http.expectJson({ path: this.seriesPath(query) });
    const { checks } = this.#stage;
    const series = checks.parse(SeriesAnswer, json, "the series");
    return { answer: series, etag: checks.present(answer.headers.etag, "the ETag of GET series") };
  }

  /** Asks for series unless they still have this tag, and returns the answer. */
  seriesUnless(etag: string, query: SeriesParameters = {}): Promise<Answer> {
    return this.#http.send({ path: this.seriesPath(query), headers: { "if-none-match": etag } });
  }

  /** Path and query of series. */
  seriesPath(query: SeriesParameters): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) parameters.set(name, String(value));
    return `${this.#path}/series?${parameters.toString()}`;
  }

  /** Path and query of a page. */
  pagePath(query: PageQuery): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries<string | number>({ ...query })) {
      parameters.set(name, typeof value === "number" ? String(Number(value.toFixed(3))) : value);
    }
    return `${this.#path}/updates?${parameters.toString()}`;
  }

  get #path(): string {
    return `/api/v1/trainings/${this.#trainId}`;
  }
}
