import type { CommandAck } from "@trainwire/protocol";
import type { Checks } from "../checks.ts";
import type { IngestRequest } from "../ingest-server/ingest-request.ts";
import type { RejectedRecord, StoredRecord } from "../ingest-server/ledger.ts";
import type { ProcessEnd } from "../targets/trainer-target.ts";
import type { Frame } from "../trace.ts";

/** What a trainer did in one scene, from its start to the end of its process. */
export interface TrainerRecording {
  readonly frames: readonly Frame[];
  /** Requests that brought records, in the order they came. */
  readonly requests: readonly IngestRequest[];
  /** What was wrong with requests as such. */
  readonly problems: readonly string[];
  readonly stored: readonly StoredRecord[];
  readonly rejected: readonly RejectedRecord[];
  readonly acks: readonly CommandAck[];
  /** The longest time between two requests of a paused trainer, and the most that is right; absent if it did not pause. */
  readonly silence?: { readonly longestMs: number; readonly mostMs: number };
  /** The status that ended the training; `undefined` if it was not ended. */
  readonly terminalStatus: string | undefined;
  /** How its process ended by itself; `undefined` if the suite had to kill it. */
  readonly end: ProcessEnd | undefined;
  /** Why the suite did not wait any longer. */
  readonly problem: string | undefined;
  /** Whether it was told to stop before it ended. */
  readonly wasStopped: boolean;
}

/** How the recording ended, for people: why the suite gave up, or how the process ended and its last words. */
export function endingOf({ problem, end }: Pick<TrainerRecording, "problem" | "end">): string {
  if (problem !== undefined) return problem;
  return end ? `its process ended with ${end.how}${lastWords(end)}` : "the suite ended it";
}

/** The last of what a process wrote, on lines of its own. */
export function lastWords({ output }: ProcessEnd): string {
  return output.trim() === ""
    ? ", and wrote nothing"
    : `\n${output.trim().split("\n").slice(-10).join("\n")}`;
}

/** Whether it published anything at all. */
export function hasSpoken({ stored, rejected, problems }: TrainerRecording): boolean {
  return stored.length > 0 || rejected.length > 0 || problems.length > 0;
}

/**
 * Asserts that the trainer published at least one record: nothing can be said of one that did not.
 *
 * @throws ConformanceError `expectation` with how it ended.
 */
export function expectSpoken(recording: TrainerRecording, checks: Checks): void {
  if (hasSpoken(recording)) {
    const [problem] = recording.problems;
    const what = `the trainer published no record: ${problem ?? endingOf(recording)}`;
    checks.that(recording.stored.length + recording.rejected.length > 0, what);
    return;
  }
  const why = endingOf(recording);
  checks.that(false, why.startsWith("the trainer never spoke") ? why : `the trainer never spoke: ${why}`);
}
