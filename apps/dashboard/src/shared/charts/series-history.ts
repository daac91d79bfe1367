import { measuredFields, type Nonfinite, type TrainingUpdate } from "@trainwire/protocol";
import { EventLog, type TrainingEvent } from "./event-log.ts";
import { PointSeries } from "./point-series.ts";

/** Measured fields that say where a training stands; they are shown, not drawn. */
const notDrawn: ReadonlySet<string> = new Set([
  "progress",
  "current_epoch",
  "total_epochs",
  "eta_seconds",
  "elapsed_seconds",
  "expect_next_in_seconds",
]);
const drawnFields = Object.keys(measuredFields).filter((name) => !notDrawn.has(name));

/**
 * What the updates of one training add up to: a series per reported metric, and its events. Fed with an
 * append-only array of updates, it takes in only those it has not seen. Knows neither React nor the DOM.
 */
export class TrainingHistory {
  readonly #listeners = new Set<() => void>();
  readonly #series = new Map<string, PointSeries>();
  readonly #eventLog = new EventLog();
  #names: readonly string[] = [];
  #absorbed = 0;
  #step: number | null = null;
  #attempt = 1;
  #rewindsAtNextStep = false;
  #startedAt: string | null = null;
  #version = 0;

  /** Names of the series in order of appearance; a trainer's own as `metrics.NAME`. A new array when one is added. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** Events, oldest first; a new array when one is added. */
  get events(): readonly TrainingEvent[] {
    return this.#eventLog.events;
  }

  /** Rises with every `absorb` that brought something new. */
  get version(): number {
    return this.#version;
  }

  /** When the server received the first update, RFC 3339 UTC. */
  get startedAt(): string | null {
    return this.#startedAt;
  }

  /** What x counts: steps, or updates while the trainer reports no step. */
  get xName(): "step" | "update" {
    return this.#step === null ? "update" : "step";
  }

  /** The series of that name, or undefined while nothing was reported for it. */
  series(name: string): PointSeries | undefined {
    return this.#series.get(name);
  }

  /** Calls back after every `absorb` that brought something new. Returns the way to stop. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes in the updates that were added to the array since the last call. */
  absorb(updates: readonly TrainingUpdate[]): void {
    if (updates.length === this.#absorbed) return;
    for (; this.#absorbed < updates.length; this.#absorbed++) {
      const update = updates[this.#absorbed];
      // A snapshot repeats the state; only what was reported is drawn.
      if (update !== undefined && !update.snapshot) this.#take(update);
    }
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  #take(update: TrainingUpdate): void {
    const { details, attempt, received_at } = update.data;
    this.#startedAt ??= received_at ?? null;
    if (attempt !== undefined && attempt > this.#attempt) {
      this.#attempt = attempt;
      this.#rewindsAtNextStep = true;
    }
    if (typeof details.current_step === "number") this.#moveTo(details.current_step);
    const x = this.#step ?? update.seq;
    const nonfinite = new Map((details.nonfinite ?? []).map(({ name, value }) => [name, value]));
    const add = (name: string, value: number | null | undefined): void => {
      if (value === undefined) return;
      this.#seriesOf(name).append(x, value ?? nonfinite.get(name) ?? ("NaN" satisfies Nonfinite["value"]));
    };
    for (const name of drawnFields) add(name, details[name as keyof typeof measuredFields]);
    for (const [name, value] of Object.entries(details.metrics ?? {})) add(`metrics.${name}`, value);
    this.#eventLog.absorb(update);
  }

  /** A new attempt that begins at an earlier step overtakes every series from there, also sparse ones. */
  #moveTo(step: number): void {
    if (this.#rewindsAtNextStep) for (const series of this.#series.values()) series.rewind(step);
    this.#rewindsAtNextStep = false;
    this.#step = step;
  }

  #seriesOf(name: string): PointSeries {
    const existing = this.#series.get(name);
    if (existing) return existing;
    const series = new PointSeries();
    this.#series.set(name, series);
    this.#names = [...this.#names, name];
    return series;
  }
}
