import { z } from "zod";
import { Measurement } from "./measurement.ts";

/** The machine a run was made on. */
export const Machine = z.object({
  cpu: z.string(),
  cpus: z.int(),
  memoryGiB: z.number(),
  kernel: z.string(),
  node: z.string(),
  /** Whether the server and its load each had a CPU of their own. */
  pinned: z.boolean(),
});
/** The machine a run was made on. */
export type Machine = z.infer<typeof Machine>;

/** A contender's runs of a scenario. `round` pairs those that ran next to each other. */
export const ContenderResult = z.object({
  id: z.string(),
  title: z.string(),
  note: z.string(),
  runs: z.array(z.object({ round: z.int(), at: z.string(), measurement: Measurement })),
});
/** A contender's runs of a scenario. */
export type ContenderResult = z.infer<typeof ContenderResult>;

/** A scenario's outcome. */
export const ScenarioResult = z.object({
  id: z.string(),
  title: z.string(),
  what: z.string(),
  unit: z.enum(["delivery", "update", "viewer", "query", "report"]),
  latency: z.string().optional(),
  reference: z.string().optional(),
  contenders: z.array(ContenderResult),
  /** Who could not run, and why. */
  leftOut: z.array(z.object({ title: z.string(), reason: z.string() })),
});
/** A scenario's outcome. */
export type ScenarioResult = z.infer<typeof ScenarioResult>;

/** Everything a run of the benchmark found: what its JSON report holds. */
export const Results = z.object({
  format: z.literal("trainwire-bench-1"),
  version: z.string(),
  startedAt: z.iso.datetime(),
  seconds: z.number(),
  isQuick: z.boolean(),
  machine: Machine,
  scenarios: z.array(ScenarioResult),
});
/** Everything a run of the benchmark found. */
export type Results = z.infer<typeof Results>;
