import { Alarm } from "./alarm.ts";
import type { Platform } from "./platform.ts";

/** Least time between two calls, in milliseconds: a frame of a usual screen. */
const frameMs = 16;

/** Calls back at once after a pause, and otherwise once a frame, however often it is asked to. */
export class Pace {
  readonly #nowMs: Platform["nowMs"];
  readonly #alarm: Alarm;
  #calledAtMs = Number.NEGATIVE_INFINITY;

  constructor(platform: Pick<Platform, "nowMs" | "after">) {
    this.#nowMs = platform.nowMs;
    this.#alarm = new Alarm(platform.after);
  }

  /** Calls now if the last call was a frame ago, else when it will be. */
  request(callback: () => void): void {
    const sinceMs = this.#nowMs() - this.#calledAtMs;
    // A clock that was set back tells nothing; a timer that is late, as in a hidden page, is not waited for.
    if (sinceMs < 0 || sinceMs >= frameMs) this.#call(callback);
    else if (!this.#alarm.isSet) this.#alarm.set(frameMs - sinceMs, () => this.#call(callback));
  }

  /** Calls now if a call is held back. */
  flush(callback: () => void): void {
    if (this.#alarm.isSet) this.#call(callback);
  }

  /** Nothing is held back any longer. */
  cancel(): void {
    this.#alarm.clear();
  }

  /** The frame begins when the callback is done, so that a slow one leaves time for other work. */
  #call(callback: () => void): void {
    this.#alarm.clear();
    callback();
    this.#calledAtMs = this.#nowMs();
  }
}
