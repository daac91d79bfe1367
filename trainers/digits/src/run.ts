import { setImmediate } from "node:timers/promises";
import { loadDigits } from "./data.ts";
import { Pauses } from "./pauses.ts";
import { Progress, type ProgressFields } from "./progress.ts";
import { stepsPerEpoch, type TrainingEvent, type TrainingPlan, train } from "./train.ts";

/** Where reports go: Trainwire, or a test. */
export interface ReportSink {
  /** Takes a report and returns at once. */
  report(fields: ProgressFields | { status: "starting" | "running"; phase: string }): void;
  /** Delivers what is left, and how the training ended. Never rejects. */
  finish(status: "completed" | "failed" | "cancelled", fields: ProgressFields): Promise<void>;
}

/** What surrounds a training. */
export interface RunOptions {
  readonly sink: ReportSink;
  /** Steps from one report to the next. */
  readonly reportEvery: number;
  /** Aborting it cancels the training after the step in progress. */
  readonly signal: AbortSignal;
  /** When to pause, between two steps. Default: never. */
  readonly pauses?: Pauses;
  /** Tells a person how it goes: a line per epoch. */
  readonly log: (line: string) => void;
  /** Milliseconds since 1970, never going back. Default: the machine's clock. */
  readonly now?: () => number;
}

/**
 * Trains by the plan, reports every stage of it, and tells how it ended.
 *
 * @throws whatever made the training fail, after that was reported.
 */
export async function run(plan: TrainingPlan, options: RunOptions): Promise<"completed" | "cancelled"> {
  const { sink, reportEvery, now = monotonicNow } = options;
  const { pauses = new Pauses() } = options;
  let progress: Progress | undefined;
  let outcome: "completed" | "cancelled";
  try {
    sink.report({ status: "starting", phase: "loading" });
    const digits = await loadDigits();
    progress = new Progress({ plan, stepsPerEpoch: stepsPerEpoch(plan, digits), reportEvery, now });
    sink.report({ status: "running", phase: "training" });
    outcome = await follow(train(plan, digits), progress, { ...options, pauses, now });
  } catch (error) {
    await sink.finish("failed", progress?.latest ?? {});
    throw error;
  }
  await sink.finish(outcome, progress.latest);
  return outcome;
}

async function follow(
  events: Iterable<TrainingEvent>,
  progress: Progress,
  { sink, signal, log, pauses, now }: Required<RunOptions>,
): Promise<"completed" | "cancelled"> {
  for (const event of events) {
    const fields = progress.observe(event);
    if (fields) sink.report(fields);
    if (event.kind === "evaluated") log(epochLine(progress.latest));
    // Between two events reports go out, and commands and signals come in.
    await setImmediate();
    const pausedAtMs = now();
    await pauses.betweenSteps(signal);
    progress.skip(now() - pausedAtMs);
    if (signal.aborted) return "cancelled";
  }
  return "completed";
}

function epochLine(latest: ProgressFields): string {
  const { epoch, total_epochs, loss, eval_loss, metrics, samples_per_second, eta_seconds } = latest;
  return [
    `epoch ${epoch}/${total_epochs}`,
    `loss ${loss?.toFixed(4) ?? "-"}`,
    `held-out loss ${eval_loss?.toFixed(4)}`,
    `accuracy ${percent(metrics?.eval_accuracy)}`,
    `${samples_per_second?.toFixed(0) ?? "-"} digits/s`,
    `${eta_seconds?.toFixed(0) ?? "-"} s left`,
  ].join("  ");
}

function percent(share: number | undefined): string {
  return share === undefined ? "-" : `${(share * 100).toFixed(2)} %`;
}

function monotonicNow(): number {
  return performance.timeOrigin + performance.now();
}
