import { isDeepStrictEqual } from "node:util";
import type { ExpectedFlat } from "./expected-flat.ts";
import type { Finding, FindingCode, TrainingHistory, ViewerEvent, ViewerHistory } from "./history.ts";
import { dataOf, headOf } from "./stored-data.ts";

/** At most so many findings of one viewer are told; the rest are of the same cause. */
const maxFindings = 20;

/** What a viewer is judged against. */
export interface Truth {
  readonly history: TrainingHistory;
  readonly expectedFlat: ExpectedFlat;
}

/**
 * Judges one viewer's record: every update from its start to the end exactly once, in order, with the log's own
 * content; every hole announced, and filled; one end and nothing after it.
 */
export function judgeViewer(viewer: ViewerHistory, truth: Truth): Finding[] {
  const walk = new Walk(viewer, truth);
  for (const event of viewer.events) walk.step(event);
  walk.finish();
  return walk.findings.slice(0, maxFindings);
}

/** The walk over one viewer's events. */
class Walk {
  readonly findings: Finding[] = [];
  readonly #viewer: ViewerHistory;
  readonly #truth: Truth;
  /** How often each seq was received, by either way. */
  readonly #times = new Map<number, number>();
  /** Every seq that a snapshot, or a jump of a flat viewer, stood in for. */
  readonly #announced = new Set<number>();
  #start: number | undefined;
  #position: number | undefined;
  #confirmedSeq: number | undefined;
  #ends = 0;

  constructor(viewer: ViewerHistory, truth: Truth) {
    this.#viewer = viewer;
    this.#truth = truth;
  }

  step(event: ViewerEvent): void {
    switch (event.kind) {
      case "asked":
        this.#position = event.afterSeq;
        this.#start ??= event.afterSeq;
        this.#confirmedSeq = undefined;
        return;
      case "confirmed":
        return this.#onConfirmed(event);
      case "snapshot":
        return this.#onSnapshot(event.seq, event.text);
      case "update":
        return this.#onUpdate(event.seq, event.text);
      case "filled":
        return this.#onFilled(event.seq, event.text);
      case "reset":
        return this.#find("reset", `its position ${this.#position} was reset: ${event.reason}`);
      case "end":
        return this.#onEnd(event.seq);
      case "closed":
        // 1001 is right too: the server may be told to stop at this very moment.
        if (this.#viewer.kind === "flat" && this.#ends > 0 && event.code !== 1000 && event.code !== 1001)
          this.#find("terminal", `closed with ${event.code} after the end`);
        return;
      default:
        throw event satisfies never;
    }
  }

  finish(): void {
    const head = headOf(this.#truth.history.log);
    if (this.#ends === 0)
      this.#find("unfinished", `at ${this.#position} of ${head}, and never told of the end`);
    if (this.#ends > 1) this.#find("terminal", `told of the end ${this.#ends} times`);
    if (this.#start === undefined) return;
    const until = this.#ends > 0 ? head : (this.#position ?? this.#start);
    const lost: number[] = [];
    for (let seq = this.#start + 1; seq <= until; seq += 1) if (!this.#times.has(seq)) lost.push(seq);
    if (lost.length > 0) this.#find("lost", `${lost.length} updates: ${ranges(lost)}`);
  }

  #onConfirmed({ seq, streamId }: { seq: number; streamId: string }): void {
    if (streamId !== this.#truth.history.streamId) this.#find("reset", `confirmed of stream ${streamId}`);
    if (seq < (this.#position ?? 0))
      this.#find("lost", `confirmed at ${seq}, though it had been sent ${this.#position}`);
    this.#confirmedSeq = seq;
  }

  #onSnapshot(seq: number, text: string): void {
    if (this.#ends > 0) this.#find("terminal", `snapshot ${seq} after the end`);
    this.#checkSnapshot(seq, text);
    const from = this.#position;
    this.#position = seq;
    if (from === undefined) {
      this.#start ??= seq;
      if (this.#confirmedSeq !== undefined && seq !== this.#confirmedSeq)
        this.#find("lost", `confirmed at ${this.#confirmedSeq}, but the snapshot is of ${seq}`);
      return;
    }
    if (seq < from) this.#find("reordered", `snapshot ${seq} after ${from}`);
    if (!this.#viewer.mayLag) this.#find("skipped", `from ${from} to ${seq}, though little is sent`);
    this.#announce(from + 1, seq);
  }

  #onUpdate(seq: number, text: string): void {
    if (this.#ends > 0) this.#find("terminal", `update ${seq} after the end`);
    const from = this.#position;
    if (from === undefined) this.#find("reordered", `update ${seq} before its snapshot`);
    else if (seq <= from)
      this.#find(this.#times.has(seq) ? "repeated" : "reordered", `update ${seq} after ${from}`);
    else if (seq > from + 1 && this.#viewer.kind === "flat" && this.#viewer.mayLag)
      this.#announce(from + 1, seq - 1);
    // Seen before an unsubscribe, a reconnect or a hole, and now again.
    else if (this.#times.has(seq)) this.#find("repeated", `update ${seq} came again`);
    this.#count(seq);
    this.#position = Math.max(seq, from ?? 0);
    this.#checkUpdate(seq, text);
  }

  #onFilled(seq: number, text: string): void {
    if (!this.#announced.has(seq)) this.#find("repeated", `update ${seq} was filled where no hole was`);
    else if (this.#times.has(seq)) this.#find("repeated", `update ${seq} was filled, and it had come`);
    this.#count(seq);
    this.#compare(seq, text);
  }

  #onEnd(seq: number): void {
    this.#ends += 1;
    const head = headOf(this.#truth.history.log);
    if (seq !== head) this.#find("terminal", `told of the end at ${seq}, which is at ${head}`);
    if (this.#position !== seq) this.#find("terminal", `told of the end ${seq} while at ${this.#position}`);
  }

  #announce(from: number, to: number): void {
    for (let seq = from; seq <= to; seq += 1) this.#announced.add(seq);
  }

  #count(seq: number): void {
    this.#times.set(seq, (this.#times.get(seq) ?? 0) + 1);
  }

  #checkUpdate(seq: number, text: string): void {
    if (this.#viewer.kind !== "flat") return this.#compare(seq, text);
    const mismatch = this.#truth.expectedFlat.mismatch(seq, text);
    if (mismatch !== undefined) this.#find("changed", `flat message ${seq}: ${mismatch}`);
  }

  /** Envelopes and pages hold the same bytes; our client hands over what it read from them. */
  #compare(seq: number, text: string): void {
    const stored = this.#truth.history.log[seq - 1]?.text;
    const isSame =
      this.#viewer.kind === "client" && stored !== undefined
        ? isDeepStrictEqual(JSON.parse(text), JSON.parse(stored))
        : text === stored;
    if (!isSame) this.#find("changed", `update ${seq} is ${text}, but REST has ${stored ?? "none"}`);
  }

  #checkSnapshot(seq: number, text: string): void {
    if (this.#viewer.kind === "flat") {
      const mismatch = seq === 0 ? undefined : this.#truth.expectedFlat.mismatch(seq, text);
      if (mismatch !== undefined) this.#find("changed", `flat state ${seq}: ${mismatch}`);
      return;
    }
    const stored = this.#truth.history.log[seq - 1];
    if (!stored) return;
    const { details: _state, ...told } = dataOf(text);
    const { details: _reported, ...headline } = dataOf(stored.text);
    if (!isDeepStrictEqual(told, headline))
      this.#find("changed", `snapshot ${seq} says ${JSON.stringify(told)}, not ${JSON.stringify(headline)}`);
  }

  #find(code: FindingCode, what: string): void {
    this.findings.push({ code, who: `${this.#viewer.viewer} of ${this.#viewer.trainId}`, what });
  }
}

/** 1, 2, 3, 7 as `1-3, 7`; at most the first ten. */
function ranges(seqs: readonly number[]): string {
  const found: [number, number][] = [];
  for (const seq of seqs) {
    const last = found.at(-1);
    if (last && last[1] === seq - 1) last[1] = seq;
    else found.push([seq, seq]);
  }
  const texts = found.slice(0, 10).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  return texts.join(", ") + (found.length > 10 ? ", …" : "");
}
