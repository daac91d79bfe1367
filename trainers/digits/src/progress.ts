import type { EvaluatedEvent, StepEvent, TrainingEvent, TrainingPlan } from "./train.ts";

/** What a training of digits reports, by the names that `publishTraining` takes. Times in seconds. */
export interface ProgressFields {
  phase?: "training" | "evaluating";
  step?: number;
  total_steps?: number;
  /** Epochs done, with fractions. */
  epoch?: number;
  total_epochs?: number;
  /** Mean since the report before. */
  loss?: number;
  eval_loss?: number;
  lr?: number;
  /** Of the newest step. */
  grad_norm?: number;
  /** Measured since the report before, evaluations left out. */
  samples_per_second?: number;
  eta_seconds?: number;
  elapsed_seconds?: number;
  timestamp?: string;
  expect_next_in_seconds?: number;
  /** Shares of digits that were recognised, 0 to 1. */
  metrics?: { train_accuracy?: number; eval_accuracy?: number };
}

/** What a `Progress` needs to know of its training. */
export interface ProgressOptions {
  readonly plan: TrainingPlan;
  readonly stepsPerEpoch: number;
  /** Steps from one report to the next. */
  readonly reportEvery: number;
  /** The clock: milliseconds since 1970, never going back. */
  readonly now: () => number;
}

/** Turns the events of a training into reports: sums up steps, measures pace, estimates what is left. */
export class Progress {
  readonly #options: ProgressOptions;
  readonly #startedAtMs: number;
  #reportedAtMs: number;
  #pausedMs = 0;
  #evaluating = false;
  #step = 0;
  #pending: StepEvent[] = [];
  #latest: ProgressFields = {};

  /** Begins to measure. */
  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#startedAtMs = options.now();
    this.#reportedAtMs = this.#startedAtMs;
  }

  /** The newest of every field that was reported: what the training's last update says. */
  get latest(): ProgressFields {
    const { phase: _phase, expect_next_in_seconds: _next, ...latest } = this.#latest;
    return latest;
  }

  /** Leaves out so many milliseconds in which the training was paused. */
  skip(pausedMs: number): void {
    this.#pausedMs += pausedMs;
    this.#reportedAtMs += pausedMs;
  }

  /** Takes in an event; gives the report that is due by it, if any. */
  observe(event: TrainingEvent): ProgressFields | undefined {
    switch (event.kind) {
      case "step":
        return this.#observeStep(event);
      case "evaluating":
        if (this.#evaluating) return undefined;
        this.#evaluating = true;
        return this.#report({ phase: "evaluating", ...this.#summary() });
      case "evaluated":
        this.#evaluating = false;
        return this.#report(evaluation(event));
      default:
        return event satisfies never;
    }
  }

  #observeStep(event: StepEvent): ProgressFields | undefined {
    this.#step = event.step;
    this.#pending.push(event);
    const isDue = this.#pending.length >= this.#options.reportEvery || !Number.isFinite(event.loss);
    return isDue ? this.#report(this.#summary()) : undefined;
  }

  /** The steps since the last report in one, none if there was none. */
  #summary(): ProgressFields {
    const steps = this.#pending;
    const newest = steps.at(-1);
    if (newest === undefined) return {};
    this.#pending = [];
    const samples = sumOf(steps, (step) => step.samples);
    const seconds = (this.#options.now() - this.#reportedAtMs) / 1000;
    return {
      loss: sumOf(steps, (step) => step.loss * step.samples) / samples,
      lr: newest.learningRate,
      grad_norm: newest.gradNorm,
      ...(seconds > 0 && { samples_per_second: samples / seconds }),
      metrics: { train_accuracy: sumOf(steps, (step) => step.correct) / samples },
    };
  }

  #report(measured: ProgressFields): ProgressFields {
    const { plan, stepsPerEpoch, now } = this.#options;
    const nowMs = now();
    const elapsed = (nowMs - this.#startedAtMs) / 1000;
    const worked = elapsed - this.#pausedMs / 1000;
    const totalSteps = plan.epochs * stepsPerEpoch;
    const fields: ProgressFields = {
      ...measured,
      step: this.#step,
      total_steps: totalSteps,
      epoch: this.#step / stepsPerEpoch,
      total_epochs: plan.epochs,
      ...(this.#step > 0 && { eta_seconds: (worked / this.#step) * (totalSteps - this.#step) }),
      elapsed_seconds: elapsed,
      timestamp: new Date(nowMs).toISOString(),
      // A busy machine may pause for a second; that is no reason for alarm.
      expect_next_in_seconds: Math.max(1, (nowMs - this.#reportedAtMs) / 1000),
    };
    this.#reportedAtMs = nowMs;
    const metrics = { ...this.#latest.metrics, ...fields.metrics };
    this.#latest = { ...this.#latest, ...fields, metrics };
    return fields;
  }
}

function evaluation({ loss, accuracy }: EvaluatedEvent): ProgressFields {
  return { phase: "training", eval_loss: loss, metrics: { eval_accuracy: accuracy } };
}

function sumOf(steps: readonly StepEvent[], value: (step: StepEvent) => number): number {
  return steps.reduce((sum, step) => sum + value(step), 0);
}
