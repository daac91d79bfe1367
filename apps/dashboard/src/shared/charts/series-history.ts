import {
  type MetricSeries,
  type Nonfinite,
  type SeriesAnswer,
  seriesFieldNames,
  type TrainingSummary,
  type TrainingUpdate,
} from "@trainwire/protocol";
import { PointSeries } from "./point-series.ts";
import type { XAxis, XRange } from "./x-axis.ts";

/** What a history is made of beside the server's answer. */
export interface HistoryOptions {
  readonly axis: XAxis;
  /** The series that updates may add to; others are passed over. */
  readonly names: readonly string[];
  /** What x is counted from on an axis of time; by default the first value of the answer. */
  readonly origin?: number | null;
  /** By attempt: the last step of the checkpoint that it went on from, where that is known. */
  readonly resumedAt?: ReadonlyMap<number, number>;
}

/**
 * The series of one training as lines over one axis: what the server answered, and the updates after it. Fed with an
 * append-only array of updates, it takes in only those it has not seen. Knows neither React nor the DOM.
 */
export class SeriesHistory {
  readonly axis: XAxis;
  readonly #listeners = new Set<() => void>();
  readonly #series = new Map<string, PointSeries>();
  readonly #names: ReadonlySet<string>;
  readonly #isDrawnBySeq: boolean;
  #absorbed = 0;
  #origin: number | null;
  #step: number | null = null;
  #attempts: { readonly attempt: number; readonly x: number }[] = [];
  #attempt = 1;
  #isNewAttempt = false;
  #version = 0;

  constructor(answer: SeriesAnswer, { axis, names, origin, resumedAt = new Map() }: HistoryOptions) {
    this.axis = axis;
    this.#names = new Set(names);
    this.#isDrawnBySeq =
      axis.asked === "step" && answer.series.every(({ x }) => x.every((each) => each === null));
    this.#origin = axis.asked === "time" ? (origin ?? firstX(answer)) : 0;
    const starts = attemptStarts(answer, resumedAt);
    for (const series of answer.series) this.#takeSeries(series, starts);
    this.#attempt = Math.max(1, ...answer.series.flatMap(({ attempt }) => attempt.at(-1) ?? 1));
    this.#attempts = [...starts].map(([attempt, x]) => ({ attempt, x: this.#drawnX(x) }));
    if (axis.asked === "step" && !this.#isDrawnBySeq) this.#step = newestX(answer);
  }

  /** Names of the series that have values. */
  get names(): readonly string[] {
    return [...this.#series.keys()];
  }

  /** Rises with every `absorb` that brought something new. */
  get version(): number {
    return this.#version;
  }

  /** What x counts: updates where the trainer reports no step. */
  get xName(): XAxis["kind"] | "update" {
    return this.#isDrawnBySeq && this.#step === null ? "update" : this.axis.kind;
  }

  /** What x is counted from, in what the server's x is in; null while nothing was reported. */
  get origin(): number | null {
    return this.#origin;
  }

  /** Where each attempt after the first begins. */
  get attempts(): readonly { readonly attempt: number; readonly x: number }[] {
    return this.#attempts;
  }

  /** A drawn x as the server has it. */
  askedX(x: number): number {
    return x * this.axis.unit + (this.#origin ?? 0);
  }

  /** The series of that name, or undefined while nothing was reported for it. */
  series(name: string): PointSeries | undefined {
    return this.#series.get(name);
  }

  /** Where on the axis an event lies; null where that is not known. */
  xOfEvent(event: {
    readonly at: string | null;
    readonly step: number | null;
    readonly seq: number;
  }): number | null {
    if (this.xName === "update") return event.seq;
    const asked = this.axis.asked === "time" ? event.at && Date.parse(event.at) : event.step;
    return typeof asked === "number" && this.#origin !== null ? this.#drawnX(asked) : null;
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
      if (update !== undefined && !update.snapshot) this.#takeUpdate(update);
    }
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  #takeSeries(answered: MetricSeries, starts: ReadonlyMap<number, number>): void {
    const series = this.#seriesOf(answered.name);
    let attempt = answered.attempt[0] ?? 1;
    const x = this.#isDrawnBySeq ? (answered.last_seq ?? answered.seq) : (answered.last_x ?? answered.x);
    for (const [i, last] of answered.last.entries()) {
      const now = answered.attempt[i] ?? attempt;
      if (now > attempt) this.#beginAttempt(series, starts.get(now) ?? null);
      attempt = Math.max(attempt, now);
      const at = x[i] ?? null;
      if (at === null) continue;
      const value = (column: MetricSeries["min"]): number => (column ? column[i] : last) ?? Number.NaN;
      series.appendBucket(this.#drawnX(at), {
        last: last ?? Number.NaN,
        low: value(answered.min),
        high: value(answered.max),
      });
    }
    for (const { at, value } of answered.nonfinite ?? []) {
      const markX = x[at];
      if (typeof markX === "number") series.mark(this.#drawnX(markX), value);
    }
    // A later attempt that has not reported this metric yet has overtaken it all the same.
    for (const [later, start] of starts) if (later > attempt) this.#beginAttempt(series, start);
  }

  #takeUpdate({ seq, data }: TrainingUpdate): void {
    const { details, attempt, received_at } = data;
    if (attempt !== undefined && attempt > this.#attempt) {
      this.#attempt = attempt;
      this.#isNewAttempt = true;
    }
    if (details.event?.kind === "attempt") this.#resume(details.event["resumed_at_step"]);
    if (typeof details.current_step === "number") this.#step = details.current_step;
    const x = this.#xOfUpdate(seq, received_at);
    if (x === null) return;
    if (this.#isNewAttempt && (this.axis.asked === "time" || typeof details.current_step === "number")) {
      for (const series of this.#series.values()) this.#beginAttempt(series, x);
      this.#attempts.push({ attempt: this.#attempt, x: this.#drawnX(x) });
      this.#isNewAttempt = false;
    }
    const nonfinite = new Map((details.nonfinite ?? []).map(({ name, value }) => [name, value]));
    const add = (name: string, value: number | null | undefined): void => {
      if (value === undefined || !this.#names.has(name)) return;
      const reported = value ?? nonfinite.get(name) ?? ("NaN" satisfies Nonfinite["value"]);
      this.#seriesOf(name).append(this.#drawnX(x), reported);
    };
    for (const name of seriesFieldNames) add(name, details[name]);
    for (const [name, value] of Object.entries(details.metrics ?? {})) add(`metrics.${name}`, value);
  }

  /** What lies behind the checkpoint that an attempt goes on from is overtaken before it reports a step. */
  #resume(step: unknown): void {
    if (typeof step !== "number" || this.axis.asked !== "step") return;
    for (const series of this.#series.values()) this.#beginAttempt(series, step + 1);
    this.#attempts.push({ attempt: this.#attempt, x: this.#drawnX(step + 1) });
    this.#isNewAttempt = false;
  }

  #xOfUpdate(seq: number, receivedAt: string | null | undefined): number | null {
    if (this.axis.asked === "step") return this.#step ?? seq;
    if (!receivedAt) return null;
    const at = Date.parse(receivedAt);
    this.#origin ??= at;
    return at;
  }

  /** A new attempt that begins at an earlier step overtakes every series from there, also sparse ones. */
  #beginAttempt(series: PointSeries, start: number | null): void {
    if (this.axis.asked === "time") series.breakLine();
    else if (start !== null) series.rewind(this.#drawnX(start));
  }

  #drawnX(asked: number): number {
    return (asked - (this.#origin ?? 0)) / this.axis.unit;
  }

  #seriesOf(name: string): PointSeries {
    const existing = this.#series.get(name);
    if (existing) return existing;
    const series = new PointSeries({ joins: this.axis.asked === "time" });
    this.#series.set(name, series);
    return series;
  }
}

/** From which step each attempt of a training went on, as far as its record says. */
export function resumedAtOf(record: Pick<TrainingSummary, "attempts"> | null): ReadonlyMap<number, number> {
  const known = (record?.attempts ?? []).flatMap(({ attempt, resumed_at_step: step }): [number, number][] =>
    step === undefined ? [] : [[attempt, step]],
  );
  return new Map(known);
}

/** The names of all series that an update reports. */
export function namesOf({ data: { details } }: TrainingUpdate): string[] {
  return [
    ...seriesFieldNames.filter((name) => details[name] !== undefined),
    ...Object.keys(details.metrics ?? {}).map((name) => `metrics.${name}`),
  ];
}

/** From the first to the last x of everything drawn; null while there is nothing. */
export function wholeRange(histories: readonly SeriesHistory[]): XRange | null {
  const spans = histories.flatMap((history) =>
    history.names.flatMap((name) => history.series(name)?.span ?? []),
  );
  if (spans.length === 0) return null;
  return { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) };
}

function firstX({ series }: SeriesAnswer): number | null {
  const first = series.flatMap(({ x }) => x[0] ?? []);
  return first.length === 0 ? null : Math.min(...first);
}

/** Where the newest value of all series lies. */
function newestX({ series }: SeriesAnswer): number | null {
  const newest = series.map((each) => ({
    seq: (each.last_seq ?? each.seq).at(-1) ?? 0,
    x: (each.last_x ?? each.x).at(-1) ?? null,
  }));
  return newest.toSorted((a, b) => a.seq - b.seq).at(-1)?.x ?? null;
}

/** Where each attempt after the first begins: behind its checkpoint, else at the least x that any series has of it. */
function attemptStarts(
  { series, x: axis }: SeriesAnswer,
  resumedAt: ReadonlyMap<number, number>,
): Map<number, number> {
  const starts = new Map<number, number>();
  for (const { attempt, x } of series) {
    for (const [i, number] of attempt.entries()) {
      const at = x[i];
      if (typeof at !== "number") continue;
      starts.set(number, Math.min(at, starts.get(number) ?? at));
    }
  }
  const [first] = [...starts.keys()].toSorted((a, b) => a - b);
  if (first !== undefined) starts.delete(first);
  // What lies behind its checkpoint is overtaken, also before it reports a step itself.
  for (const [attempt, step] of axis === "step" ? resumedAt : [])
    starts.set(attempt, Math.min(step + 1, starts.get(attempt) ?? step + 1));
  return new Map([...starts].toSorted(([a], [b]) => a - b));
}
