import type { AlertKind, Details, TrainingState } from "@trainwire/protocol";
import { RunningMedian } from "./running-median.ts";

/** What a rule makes of a training: it has a cause, and why; or it has none. Undefined: nothing was learnt. */
export type Verdict =
  | { readonly fires: true; readonly reason: string }
  | { readonly fires: false }
  | undefined;

/** One rule at one training. It is told of every update once, in order, and keeps what it has to know of those before. */
export interface Judge {
  /** What an update tells: the state after it, and what was reported. */
  onUpdate(state: TrainingState, details: Details, nowMs: number): Verdict;
  /** What the time tells, where that matters. */
  onTime?(state: TrainingState, nowMs: number): Verdict;
}

/** What is judged where a rule does not say; undefined where it has to. */
export const defaultThresholds: Readonly<Record<AlertKind, number | undefined>> = {
  no_progress: 600,
  nonfinite: 0,
  loss_spike: 3,
  gpu_memory: undefined,
  finished: 0,
  failed: 0,
};

/** Over how many losses the median is had, and how many it needs. */
const medianSize = 50;
const leastLosses = 10;

const clear: Verdict = { fires: false };
const fires = (reason: string): Verdict => ({ fires: true, reason: reason.slice(0, 1000) });

/** The judge of a rule's kind, for one training from now on. */
export function judgeOf(kind: AlertKind, threshold: number, nowMs: number): Judge {
  switch (kind) {
    case "no_progress":
      return new ProgressJudge(threshold, nowMs);
    case "nonfinite":
      return { onUpdate: judgeNonfinite };
    case "loss_spike":
      return new SpikeJudge(threshold);
    case "gpu_memory":
      return { onUpdate: (state) => judgeMemory(state, threshold) };
    case "finished":
    case "failed":
      return { onUpdate: (state) => judgeEnd(state, kind === "failed" ? "failed" : "completed") };
    default:
      return kind satisfies never;
  }
}

function judgeNonfinite({ nonfinite = [] }: TrainingState): Verdict {
  if (nonfinite.length === 0) return clear;
  return fires(nonfinite.map(({ name, value }) => `${name} is ${value}`).join(", "));
}

function judgeMemory(state: TrainingState, threshold: number): Verdict {
  const used = Math.max(state.gpu_memory_allocated_gb ?? 0, state.gpu_memory_reserved_gb ?? 0);
  return used < threshold ? clear : fires(`${used} GiB of GPU memory, at or above ${threshold} GiB`);
}

function judgeEnd({ status, reason }: TrainingState, awaited: string): Verdict {
  return status === awaited ? fires(reason ?? `the training is ${status}`) : undefined;
}

/** A loss far above those before it. A new attempt begins anew: it may begin from an earlier checkpoint. */
class SpikeJudge implements Judge {
  readonly #factor: number;
  #median = new RunningMedian(medianSize);
  #attempt = 0;

  constructor(factor: number) {
    this.#factor = factor;
  }

  onUpdate({ attempt }: TrainingState, { loss }: Details): Verdict {
    if (typeof loss !== "number") return undefined;
    if (attempt !== this.#attempt) {
      this.#attempt = attempt;
      this.#median = new RunningMedian(medianSize);
    }
    const { count, value: median } = this.#median;
    this.#median.add(loss);
    if (count < leastLosses) return undefined;
    // Written so that it holds for losses below zero too.
    if (loss - median <= (this.#factor - 1) * Math.abs(median)) return clear;
    return fires(`loss ${loss} is above ${this.#factor} times the median ${median} of the last ${count}`);
  }
}

/** A training that runs, and gets no further. While it does not run, and before it was seen, no time counts. */
class ProgressJudge implements Judge {
  readonly #seconds: number;
  #position: string | undefined;
  #sinceMs: number;

  constructor(seconds: number, nowMs: number) {
    this.#seconds = seconds;
    this.#sinceMs = nowMs;
  }

  onUpdate(state: TrainingState, _details: Details, nowMs: number): Verdict {
    const position = positionOf(state);
    if (state.status === "running" && position === this.#position) return undefined;
    this.#position = position;
    this.#sinceMs = nowMs;
    return clear;
  }

  onTime(state: TrainingState, nowMs: number): Verdict {
    if (state.status !== "running") {
      this.#sinceMs = nowMs;
      return clear;
    }
    const seconds = Math.floor((nowMs - this.#sinceMs) / 1000);
    if (seconds < this.#seconds) return undefined;
    const at = state.current_step === null ? "" : ` since step ${state.current_step}`;
    return fires(`no progress for ${seconds} s${at}`);
  }
}

/** Changes with progress; where a trainer reports none, with each report. */
function positionOf(state: TrainingState): string {
  const { attempt, current_step: step, current_epoch: epoch, progress, received_at } = state;
  const isSilent = step === null && epoch === null && progress === 0;
  return `${attempt} ${step} ${epoch} ${progress} ${isSilent ? received_at : ""}`;
}
