import { timeBands } from "./bands.ts";
import { Checks } from "./checks.ts";
import type { Case } from "./define-case.ts";
import { ConformanceError, describeError } from "./errors.ts";
import type { Stage } from "./stage.ts";
import type { Targets } from "./targets/targets.ts";
import { Trace } from "./trace.ts";
import type { CaseResult, Verdict } from "./verdict.ts";

/** How a case is run. */
export interface RunCaseOptions {
  /** 1 is real time; more gives a slow target more time. */
  readonly timeScale: number;
  /** What random cases begin with; default 1. */
  readonly seed?: number;
  /** Cuts the case short: it then rejects with `interrupted`. */
  readonly signal?: AbortSignal;
}

type Outcome = Pick<CaseResult, "verdict" | "message">;

/**
 * Plays one case against the targets. A fault of the suite is a verdict too.
 *
 * @throws ConformanceError `interrupted` if the signal cuts it short, `cannot_start` if a target cannot be.
 */
export async function runCase(
  testCase: Case,
  targets: Targets,
  options: RunCaseOptions,
): Promise<CaseResult> {
  const end = new AbortController();
  const stage: Stage = {
    bands: timeBands(options.timeScale),
    checks: new Checks(),
    trace: new Trace(),
    ...(options.seed !== undefined && { seed: options.seed }),
    ended: end.signal,
  };
  const beganMs = performance.now();
  try {
    const outcome = await play(testCase, { stage, targets, options });
    return {
      header: testCase.header,
      ...outcome,
      durationMs: performance.now() - beganMs,
      assertions: stage.checks.count,
      received: stage.trace.received,
      frames: stage.trace.frames,
    };
  } finally {
    end.abort();
  }
}

interface Play {
  readonly stage: Stage;
  readonly targets: Targets;
  readonly options: RunCaseOptions;
}

async function play(testCase: Case, { stage, targets, options }: Play): Promise<Outcome> {
  const { header } = testCase;
  const cut = options.signal ?? new AbortController().signal;
  const limit = new AbortController();
  let overdue: NodeJS.Timeout | undefined;
  try {
    await Promise.race([testCase.prepare(targets), rejectOn(cut)]);
    const budgetMs = header.budgetSeconds * 1000 * Math.max(1, options.timeScale);
    overdue = setTimeout(() => limit.abort(overBudget(header.budgetSeconds)), budgetMs);
    await Promise.race([testCase.play(stage, targets), rejectOn(AbortSignal.any([cut, limit.signal]))]);
    return judge(stage, header.level);
  } catch (error) {
    if (cut.aborted) throw interrupted(error);
    if (error instanceof ConformanceError && error.code === "cannot_start") throw error;
    return { verdict: verdictOf(error, header.level), message: describeError(error) };
  } finally {
    clearTimeout(overdue);
  }
}

/** A script that ran through has passed only if it asserted something about something the target sent. */
function judge({ checks, trace }: Stage, level: string): Outcome {
  const [violation] = checks.violations;
  const red: Verdict = level === "MUST" ? "fail" : "warn";
  if (violation !== undefined) return { verdict: red, message: violation };
  if (checks.count === 0) return { verdict: "harness_error", message: "the case asserted nothing" };
  if (trace.received === 0) return { verdict: red, message: "the target sent nothing" };
  return { verdict: "pass", message: "" };
}

function verdictOf(error: unknown, level: string): Verdict {
  if (!(error instanceof ConformanceError)) return "harness_error";
  switch (error.code) {
    case "expectation":
      return level === "MUST" ? "fail" : "warn";
    case "not_applicable":
      return "not_applicable";
    case "untestable":
      return "untestable";
    case "never_ready":
      return "fail";
    case "usage":
    case "cannot_start":
    case "interrupted":
      return "harness_error";
    default:
      throw error.code satisfies never;
  }
}

function overBudget(seconds: number): ConformanceError {
  return new ConformanceError("expectation", `the case took longer than its ${seconds} s`);
}

function interrupted(cause: unknown): ConformanceError {
  return new ConformanceError("interrupted", "the run was cut short", { cause });
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void =>
      reject(signal.reason instanceof Error ? signal.reason : interrupted(signal.reason));
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
}
