import { pauseUnless } from "../harness/deadline.ts";
import type { Dice } from "../harness/dice.ts";
import { send } from "../harness/http.ts";

/** What a trainer does again and again: steps, and then something that takes long. */
export type Habit =
  /** Reports as it promises. */
  | "steady"
  /** Writes a checkpoint for long, says so before, and is silent meanwhile. */
  | "checkpointing"
  /** Reports nothing for longer than it promised, and only shows that it is alive. */
  | "hanging"
  /** Is silent for longer than it promised. */
  | "silent";

/** How long checkpoints and hangs may take. */
export interface Spans {
  readonly maxPauseSeconds: number;
  readonly maxPromiseSeconds: number;
}

/** How much longer than its promise a trainer that misbehaves reports nothing: beyond the 10 s that an alarm may take. */
const overdueSeconds = 13;
const stepSeconds = 0.5;
const heartbeatSeconds = 1;
/** What it promises of a step. A machine that is busy may hold it up. */
const stepPromiseSeconds = 5;

/** A trainer that promises when its next update comes, and keeps its promises or does not, by habit. */
export class PromisingTrainer {
  readonly trainId: string;
  readonly habit: Habit;
  /** How often it did what its habit is. */
  spells = 0;
  /** Requests that were not answered with 200. */
  failed = 0;
  readonly #url: () => string;
  readonly #dice: Dice;
  readonly #spans: Spans;
  #step = 0;

  constructor(
    url: () => string,
    { trainId, habit }: { readonly trainId: string; readonly habit: Habit },
    { dice, spans }: { readonly dice: Dice; readonly spans: Spans },
  ) {
    this.#url = url;
    this.trainId = trainId;
    this.habit = habit;
    this.#dice = dice;
    this.#spans = spans;
  }

  /** Trains until the signal, and then to the end of what it is at, so that what it promised can be judged. */
  async train(until: AbortSignal): Promise<void> {
    const never = new AbortController().signal;
    while (!until.aborted) {
      for (let step = this.#dice.int(3, 12); step > 0; step -= 1) {
        this.#step += 1;
        await this.#publish([
          { current_step: this.#step, loss: 1, expect_next_in_seconds: stepPromiseSeconds },
        ]);
        await pauseUnless(never, stepSeconds * 1000);
      }
      await this.#spell(never);
      this.spells += 1;
    }
    await this.#publish([{ status: "completed" }]);
  }

  async #spell(never: AbortSignal): Promise<void> {
    if (this.habit === "steady") return;
    if (this.habit === "checkpointing") {
      const pauseSeconds = this.#dice.int(1, this.#spans.maxPauseSeconds);
      await this.#publish([
        { phase: "checkpoint", expect_next_in_seconds: pauseSeconds + stepPromiseSeconds },
      ]);
      return pauseUnless(never, pauseSeconds * 1000);
    }
    const promise = this.#dice.int(1, this.#spans.maxPromiseSeconds);
    await this.#publish([{ phase: this.habit, expect_next_in_seconds: promise }]);
    const untilMs = performance.now() + (promise + overdueSeconds) * 1000;
    while (performance.now() < untilMs) {
      await pauseUnless(never, heartbeatSeconds * 1000);
      if (this.habit === "hanging") await this.#publish([]);
    }
  }

  async #publish(records: readonly object[]): Promise<void> {
    const answer = await send(`${this.#url()}/api/v1/trainings/${this.trainId}/updates`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(records),
    });
    if (answer?.status !== 200) this.failed += 1;
  }
}
