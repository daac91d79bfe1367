import { clip } from "./clip.ts";
import type { StageAt } from "./run-stage.ts";

/** What is known of an attempt when it has ended and nothing of it is left. */
export interface EndedAttempt {
  readonly attempt: number;
  readonly clearing: StageAt<"clearing">;
  /** The training's status by its log, and whether that is its end. */
  readonly status: string;
  readonly isComplete: boolean;
  /** The end of what it printed. */
  readonly printed: string;
  /** Whether somebody has cancelled it. */
  readonly isCancelWanted: boolean;
  /** Whether somebody asked for a pause that its trainer did not carry out. */
  readonly isPauseWanted: boolean;
  /** Whether there is a checkpoint to go on from. */
  readonly hasCheckpoint: boolean;
  /** Whether its recipe lets it try again by itself. */
  readonly mayRetry: boolean;
}

/** What becomes of a training when an attempt has ended. */
export type Outcome =
  /** Its trainer has said how it stands: paused, or ended. */
  | { readonly next: "over" | "resting"; readonly status?: undefined; readonly reason?: string }
  | { readonly next: "over"; readonly status: "cancelled" | "failed"; readonly reason: string }
  | { readonly next: "resting"; readonly status: "paused"; readonly reason: string }
  | { readonly next: "queued"; readonly status: "queued"; readonly reason: string };

/** Decides what becomes of a training. A crash ends an attempt; only without a way on does it end the training. */
export function outcomeOf(ended: EndedAttempt): Outcome {
  const { clearing, status, isComplete, hasCheckpoint, mayRetry, isPauseWanted } = ended;
  const { stopped, exit, failure } = clearing;
  if (isComplete) return { next: "over" };
  const how = stopped?.signal ? `, and was ended by ${stopped.signal}` : "";
  if (stopped?.outcome === "cancelled" || stopped?.outcome === "failed")
    return { next: "over", status: stopped.outcome, reason: `${stopped.why}${how}` };
  if (ended.isCancelWanted) return { next: "over", status: "cancelled", reason: "cancelled" };
  if (stopped?.outcome === "paused")
    return { next: "resting", status: "paused", reason: `${stopped.why}${how}` };
  if (status === "paused" && exit.code === 0 && !stopped) return { next: "resting" };
  const reason = whyEnded(ended);
  if (isPauseWanted && hasCheckpoint) return { next: "resting", status: "paused", reason };
  if (mayRetry && failure === undefined && !stopped && !isPauseWanted)
    return { next: "queued", status: "queued", reason: `${reason}; it is tried again` };
  if (hasCheckpoint) return { next: "resting", status: "paused", reason };
  return { next: "over", status: "failed", reason: `${reason}; there is no checkpoint to go on from` };
}

/** How an attempt ended that did not say so itself, in a sentence. */
export function whyEnded({ attempt, clearing, printed }: EndedAttempt): string {
  const { exit, failure, stopped } = clearing;
  if (failure !== undefined) return clip(`attempt ${attempt} could not be started: ${failure}`, 900);
  if (stopped) return `attempt ${attempt} ended: ${stopped.why}`;
  const memory = memoryOf(clearing, printed);
  const last = lastLine(printed);
  const how = memory ? `ran out of ${memory} (${codeName(exit.code)})` : howEnded(exit.code);
  return clip(`attempt ${attempt} ${how}${last === "" ? "" : `: ${last}`}`, 900);
}

function howEnded(code: number | undefined): string {
  // Whoever else kills a trainer is mostly the system, for want of memory, but a person can do so too.
  return code === 137 ? "was killed (KILL), perhaps for want of memory" : `ended with ${codeName(code)}`;
}

/**
 * Which memory an attempt ran out of; undefined if it did not, or nothing says so. Of what it printed only the error
 * that ended it counts: it may have got over others before.
 */
export function memoryOf(
  { exit }: Pick<StageAt<"clearing">, "exit">,
  printed: string,
): "memory" | "GPU memory" | undefined {
  if (exit.out_of_memory === true) return "memory";
  if (exit.code === 0) return undefined;
  const error = errorLine(printed);
  if (/(?:CUDA|HIP|CUBLAS\w*|GPU).{0,40} out of memory|^[\w.]*\bOutOfMemoryError\b/i.test(error))
    return "GPU memory";
  if (
    /^(?:[\w.]*\.)?_?\w*MemoryError\b|Cannot allocate memory|can't allocate memory|std::bad_alloc/.test(error)
  )
    return "memory";
  return undefined;
}

/** The exception that Python's last traceback ends with; without a traceback the last line. */
function errorLine(printed: string): string {
  const lines = readable(printed);
  // A bar of progress may stand before it in its line.
  const at = lines.findLastIndex((line) => line.trimEnd().endsWith("Traceback (most recent call last):"));
  const error = at < 0 ? undefined : lines.slice(at + 1).find((line) => /^\S/.test(line));
  return error ?? lastLine(printed);
}

const signalNames: Readonly<Record<number, string>> = {
  1: "HUP",
  2: "INT",
  3: "QUIT",
  4: "ILL",
  6: "ABRT",
  7: "BUS",
  8: "FPE",
  9: "KILL",
  11: "SEGV",
  15: "TERM",
};

function codeName(code: number | undefined): string {
  if (code === undefined) return "an exit code that nobody knows";
  const signal = signalNames[code - 128];
  return `exit code ${code}${signal === undefined ? "" : `, signal ${signal}`}`;
}

/** Terminals' escape sequences, and other control characters. */
// oxlint-disable-next-line no-control-regex -- they are what it takes out
const unprintable = /\u001b\[[0-9;?]*[A-Za-z]|[\u0000-\u0009\u000b-\u001f\u007f]+/g;

function readable(printed: string): string[] {
  return printed.replace(unprintable, " ").split("\n");
}

function lastLine(printed: string): string {
  const line = readable(printed).findLast((each) => each.trim() !== "") ?? "";
  return clip(line.trim().toWellFormed(), 300);
}
