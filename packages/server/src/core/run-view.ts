import type { AttemptSummary } from "@trainwire/protocol";
import type { Versioned } from "./records.ts";
import { type RunRecord, shownAttempt } from "./run-record.ts";

/** What a training shows of its run, if the server started it. */
export interface RunView {
  /** Changes with it. */
  readonly version: number;
  readonly attempts: readonly AttemptSummary[];
  /** While it waits for its turn: how many start before it, and itself. */
  readonly queuePosition?: number | undefined;
}

/** What is shown of a run. */
export function runViewOf({ version, value }: Versioned<RunRecord>, queuePosition?: number): RunView {
  return { version, attempts: value.attempts.map(shownAttempt), queuePosition };
}
