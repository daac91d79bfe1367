import { z } from "zod";
import { roles } from "../cli/open-targets.ts";
import { verdicts } from "../verdict.ts";

const Verdicts = z.record(z.string(), z.enum(verdicts));

/** What became of one mutant. */
export const MutantRecord = z.object({
  /** Role and name; never given to another. */
  id: z.string(),
  role: z.enum(roles),
  /** What is wrong with it, as a sentence. */
  breaks: z.string(),
  /** The cases that must find it. */
  names: z.array(z.string()),
  /** The cases that were played on it and found it. */
  killed_by: z.array(z.string()),
  /** Whether one of those that must find it did not. */
  survived: z.boolean(),
});
/** What became of one mutant. */
export type MutantRecord = z.infer<typeof MutantRecord>;

/** What a self-test found out, as it is published. */
export const KillMatrix = z.object({
  suite: z.object({ name: z.string(), version: z.string() }),
  /** RFC 3339 UTC. */
  date: z.string(),
  /** Whether each mutant met all cases of its role, and not only those that must find it. */
  full: z.boolean(),
  duration_ms: z.int(),
  /** The verdicts on what does nothing, by its id. */
  null_targets: z.record(z.string(), Verdicts),
  mutants: z.array(MutantRecord),
  /** Why the suite is not to be trusted; empty if it is. */
  problems: z.array(z.string()),
});
/** What a self-test found out, as it is published. */
export type KillMatrix = z.infer<typeof KillMatrix>;
