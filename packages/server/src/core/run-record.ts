import { AttemptSummary } from "@trainwire/protocol";
import { z } from "zod";
import { LaunchHandle } from "./launcher.ts";
import { Recipe } from "./recipe.ts";
import { Params } from "./recipe-file.ts";
import { RunStage } from "./run-stage.ts";

/** What is kept of one attempt: what is shown of it, and how it is found again. */
export const AttemptRecord = AttemptSummary.extend({
  launch_id: z.string(),
  /** Absent until it was started, or if the server ended before it could be noted. */
  handle: LaunchHandle.optional(),
  /** The token that its trainer publishes with. */
  token_id: z.string().optional(),
});
/** What is kept of one attempt. */
export type AttemptRecord = z.infer<typeof AttemptRecord>;

/** So many attempts of a training are kept, the newest. */
export const maxAttempts = 100;

/** What is kept of a training that the server starts, beside its log and its record. */
export const RunRecord = z.object({
  train_id: z.string(),
  /** As it was when the training was asked for. */
  recipe: Recipe,
  params: Params,
  stage: RunStage,
  attempts: z.array(AttemptRecord).readonly(),
  /** Attempts since somebody last asked for it to run: `on_crash: retry` takes only so many. */
  tries: z.int().min(0),
});
/** What is kept of a training that the server starts. */
export type RunRecord = z.infer<typeof RunRecord>;

/** An attempt as it is shown. */
export function shownAttempt({
  launch_id: _launch,
  handle: _handle,
  token_id: _token,
  ...shown
}: AttemptRecord): AttemptSummary {
  return shown;
}

/** A run with its newest attempt changed. */
export function withAttempt(run: RunRecord, changed: Partial<AttemptRecord>): RunRecord {
  const last = run.attempts.at(-1);
  return last ? { ...run, attempts: [...run.attempts.slice(0, -1), { ...last, ...changed }] } : run;
}
