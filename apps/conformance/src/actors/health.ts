import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import type { ServerStage } from "../stage.ts";
import { Http } from "./http.ts";

const pollMs = 25;

/** Counts of `GET /healthz`. */
const HealthCounts = z.looseObject({
  status: z.literal("ok"),
  connections: z.int().min(0),
  subscriptions: z.int().min(0),
});
/** Counts of live sockets and subscriptions at the target. */
export type HealthCounts = z.infer<typeof HealthCounts>;

/** The target's own counts of sockets and subscriptions. */
export async function readHealth(stage: ServerStage): Promise<HealthCounts> {
  const { json } = await new Http(stage, "http").expectJson({ path: "/healthz" });
  return stage.checks.parse(HealthCounts, json, "GET /healthz");
}

/** Asks for the counts until they satisfy the condition, for `withinMs` at most, and returns the last. */
export async function readHealthUntil(
  stage: ServerStage,
  holds: (counts: HealthCounts) => boolean,
  withinMs: number,
): Promise<HealthCounts> {
  const deadline = performance.now() + withinMs;
  let counts = await readHealth(stage);
  while (!holds(counts) && performance.now() <= deadline) {
    await setTimeout(pollMs);
    counts = await readHealth(stage);
  }
  return counts;
}
