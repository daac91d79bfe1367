import { setTimeout as wait } from "node:timers/promises";
import Docker from "dockerode";
import { TrainwireServerError } from "../../core/errors.ts";

/** How long the daemon may take to answer whether something can be started. */
const answerMs = 5000;
/** How long to rest before a daemon that does not answer is asked again. */
const restMs = 1000;

/** The Docker daemon of this machine, that may be away for a while. */
export class Daemon {
  readonly docker: Docker;
  /** Ends what is asked for; see `close`. */
  readonly closing: AbortSignal;
  readonly #socketPath: string;
  readonly #closing = new AbortController();

  /** @param socketPath Where the daemon listens, such as `/var/run/docker.sock`. */
  constructor(socketPath: string) {
    this.#socketPath = socketPath;
    this.docker = new Docker({ socketPath });
    this.closing = this.#closing.signal;
  }

  /**
   * Asks once, for a few seconds at most.
   * @throws TrainwireServerError `recipe_unavailable` if the daemon is away or refuses, in its own words.
   */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    const late = new AbortController();
    try {
      return await Promise.race([
        question(),
        wait(answerMs, undefined, { signal: late.signal }).then(() => {
          throw new TrainwireServerError(
            "recipe_unavailable",
            `Docker does not answer at ${this.#socketPath}`,
          );
        }),
      ]);
    } catch (error) {
      throw new TrainwireServerError("recipe_unavailable", this.words(error));
    } finally {
      late.abort();
    }
  }

  /**
   * Asks until the daemon answers, however long it is away.
   * @throws the daemon's refusal, that has a `statusCode`; TrainwireServerError `shutting_down` after `close`.
   */
  async insist<T>(question: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await question(this.closing);
      } catch (error) {
        if (this.closing.aborted) throw new TrainwireServerError("shutting_down");
        if (statusOf(error) !== undefined) throw error;
      }
      await wait(restMs, undefined, { ref: false });
    }
  }

  /** Asks as `insist` does for what may be gone: undefined if the daemon answers with one of these. */
  async insistUnless<T>(
    statuses: readonly number[],
    question: (abortSignal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await this.insist(question);
    } catch (error) {
      const status = statusOf(error);
      if (status !== undefined && statuses.includes(status)) return undefined;
      throw error;
    }
  }

  /** Why it refused, or cannot be asked, in one line. */
  words(error: unknown): string {
    const { code, message } = error as NodeJS.ErrnoException;
    switch (code) {
      case "ENOENT":
      case "ECONNREFUSED":
        return `Docker does not answer at ${this.#socketPath}: install and start it`;
      case "EACCES":
        return `this server's user may not use Docker at ${this.#socketPath}`;
      default:
        // Without the API's own framing, such as "(HTTP code 400) unexpected - ".
        return (message.replace(/^\(HTTP code \d+\) [^-]*- /, "").split("\n")[0] ?? "").trim();
    }
  }

  /** Ends what is being asked. */
  close(): void {
    this.#closing.abort();
  }
}

/** The daemon's status for what is not there. */
export const notFound = 404;
/** The daemon's status for what is there already, does not run any more, or is being removed. */
export const conflict = 409;

/** With which status the daemon refused; undefined if it did not answer. */
export function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode;
}
