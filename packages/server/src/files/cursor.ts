import { countFields, isTerminal, measuredFields, Status } from "@trainwire/protocol";
import type { Standing } from "./destination.ts";
import type { Fields } from "./formats/file-record.ts";

const measures = ["metrics", ...Object.keys(measuredFields), ...Object.keys(countFields)];

/** A record on its way, and what it means for the training it goes to. */
export interface PlacedRecord {
  readonly fields: Fields;
  /** Whether it would be the first of another training, if this one has ended. */
  readonly beginsAnew: boolean;
  readonly isTerminal: boolean;
}

/**
 * Follows the records of one training and adds what a file does not say: a step that goes back is the next attempt, what
 * measures after a pause runs again, and when the next record is to be expected.
 */
export class Cursor {
  #attempt = 1;
  #step: number | null = null;
  #isPaused = false;
  #isFresh = true;
  #hasPromised = false;
  readonly #promiseSeconds: number | undefined;

  constructor(promiseSeconds?: number) {
    this.#promiseSeconds = promiseSeconds;
  }

  /** Goes on where the training stands. */
  resume({ attempt, step, isPaused }: Standing): void {
    this.#attempt = attempt;
    this.#step = step;
    this.#isPaused = isPaused;
    this.#isFresh = false;
  }

  /** Takes the next record. */
  place(fields: Fields): PlacedRecord {
    const { status, attempt: given, current_step: step } = fields;
    const isStep = typeof step === "number";
    const isStatus = Status.safeParse(status).success;
    const isEnd = fields["complete"] === true || (isStatus && isTerminal(String(status)));
    const isRestart = isStatus && !isEnd && status !== "paused";
    const beginsAnew = this.#isFresh || isRestart || (isStep && this.#step !== null && step <= this.#step);
    const runsAgain =
      this.#isPaused && status === undefined && !isEnd && measures.some((name) => name in fields);
    if (typeof given === "number") this.#attempt = Math.max(this.#attempt, given);
    else if (isStep && this.#step !== null && step < this.#step) this.#attempt += 1;
    if (isStep) this.#step = step;
    if (isStatus || runsAgain) this.#isPaused = status === "paused";
    const promises = this.#promiseSeconds !== undefined && !this.#hasPromised;
    this.#hasPromised = true;
    this.#isFresh = false;
    return {
      fields: {
        ...(promises && { expect_next_in_seconds: this.#promiseSeconds }),
        ...fields,
        ...(runsAgain && { status: "running" }),
        ...(given === undefined && this.#attempt > 1 && { attempt: this.#attempt }),
      },
      beginsAnew,
      isTerminal: isEnd,
    };
  }
}
