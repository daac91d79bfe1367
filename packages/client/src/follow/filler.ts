import type { StreamId, TrainId } from "@trainwire/protocol";
import { Alarm } from "../alarm.ts";
import { fullJitterMs } from "../backoff.ts";
import { TrainwireClientError } from "../errors.ts";
import type { Rest, UpdatesAnswer } from "../rest/rest.ts";
import type { Settings } from "../settings.ts";

/** Whose holes are filled. */
export interface FillTarget {
  readonly trainId: TrainId;
  /** Where the next page begins; null: nothing is missing. */
  missing(): { readonly afterSeq: number; readonly streamId: StreamId | null } | null;
  take(answer: UpdatesAnswer): void;
  refused(error: TrainwireClientError): void;
}

/** Fetches what is missing from REST, page by page, one request at a time, with backoff while it fails. */
export class Filler {
  readonly #target: FillTarget;
  readonly #rest: Rest;
  readonly #settings: Settings;
  readonly #retry: Alarm;
  #running: AbortController | null = null;
  #failures = 0;

  constructor(target: FillTarget, rest: Rest, settings: Settings) {
    this.#target = target;
    this.#rest = rest;
    this.#settings = settings;
    this.#retry = new Alarm(settings.platform.after);
  }

  /** Begins if something is missing and nothing is under way. */
  start(): void {
    if (this.#running !== null || this.#retry.isSet || this.#target.missing() === null) return;
    const running = new AbortController();
    this.#running = running;
    void this.#fill(running.signal).finally(() => {
      if (this.#running === running) this.#running = null;
      if (!running.signal.aborted) this.#again();
    });
  }

  /** Gives up what is under way; `start` begins anew. */
  stop(): void {
    this.#running?.abort();
    this.#running = null;
    this.#retry.clear();
    this.#failures = 0;
  }

  /** Never rejects: a failure is counted, and tried again later. */
  async #fill(signal: AbortSignal): Promise<void> {
    try {
      for (let from = this.#target.missing(); from !== null; from = this.#target.missing()) {
        const answer = await this.#rest.getUpdates(this.#target.trainId, from, signal);
        if (signal.aborted) return;
        this.#target.take(answer);
        const now = this.#target.missing();
        const isStuck = now?.afterSeq === from.afterSeq && now.streamId === from.streamId;
        this.#failures = isStuck ? this.#failures + 1 : 0;
        if (isStuck) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#failures += 1;
      const isRefusal = error instanceof TrainwireClientError && /^(refused|forbidden)$/.test(error.code);
      if (isRefusal) this.#target.refused(error);
      this.#settings.log("Filling a hole failed:", error);
    }
  }

  #again(): void {
    if (this.#target.missing() === null) return;
    const { backoff, platform } = this.#settings;
    const delayMs = this.#failures === 0 ? 0 : fullJitterMs(this.#failures, backoff, platform.random());
    this.#retry.set(delayMs, () => this.start());
  }
}
