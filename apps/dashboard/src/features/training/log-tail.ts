import type { TrainwireClient } from "@trainwire/client";
import { TrainwireClientError } from "@trainwire/client";
import type { LogsPage } from "@trainwire/protocol";

/** What was read of a trainer's log. */
export interface LogSnapshot {
  /** Null until something was read. */
  readonly attempt: number | null;
  /** The newest of it, by lines; the last may still grow. */
  readonly text: string;
  /** Whether more stands before it. */
  readonly isCut: boolean;
  readonly ended: boolean;
  /** Whether the server has no log of this training: it did not start it. */
  readonly isAbsent: boolean;
  readonly problem: string | null;
}

/** So many characters are kept; the eye reads no more, and the page stays quick. */
const keptAtMost = 200_000;
const waitSeconds = 10;
const retryMs = 3000;

/** Follows what the trainer of the newest attempt prints. */
export class LogTail {
  readonly #client: TrainwireClient;
  readonly #trainId: string;
  readonly #attempt: number;
  readonly #listeners = new Set<() => void>();
  #snapshot: LogSnapshot = {
    attempt: null,
    text: "",
    isCut: false,
    ended: false,
    isAbsent: false,
    problem: null,
  };

  constructor(client: TrainwireClient, trainId: string, attempt: number) {
    this.#client = client;
    this.#trainId = trainId;
    this.#attempt = attempt;
  }

  readonly get = (): LogSnapshot => this.#snapshot;

  /** Reads as long as somebody listens. Returns the way to stop. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    const ending = new AbortController();
    void this.#follow(ending.signal);
    return () => {
      ending.abort();
      this.#listeners.delete(listener);
    };
  };

  /** Never rejects. */
  async #follow(signal: AbortSignal): Promise<void> {
    let after: number | undefined;
    while (!signal.aborted) {
      try {
        const request = { attempt: this.#attempt, ...(after === undefined ? {} : { after, waitSeconds }) };
        const page = await this.#client.logs(this.#trainId, request, { signal });
        if (signal.aborted) return;
        this.#take(page, after);
        after = page.next_after;
        if (page.ended) return;
      } catch (error) {
        if (signal.aborted) return;
        const isAbsent = error instanceof TrainwireClientError && error.wireCode === "not_found";
        this.#set({ isAbsent, problem: error instanceof Error ? error.message : String(error) });
        if (isAbsent) return;
        await sleep(retryMs, signal);
      }
    }
  }

  #take(page: LogsPage, after: number | undefined): void {
    const before = after === undefined ? "" : this.#snapshot.text;
    const whole = before + page.text;
    const text = whole.slice(-keptAtMost);
    const isCut = text.length < whole.length || (after === undefined ? page.from > 0 : this.#snapshot.isCut);
    this.#set({ attempt: page.attempt, text, isCut, ended: page.ended, isAbsent: false, problem: null });
  }

  #set(news: Partial<LogSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...news };
    for (const listener of this.#listeners) listener();
  }
}

function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
