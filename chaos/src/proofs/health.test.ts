import { expect, it } from "vitest";
import { proveHealth } from "./health.ts";
import { describeFindings, reproduction } from "./proof.ts";

const seed = Number(process.env["CHAOS_SEED"] ?? 1);

it("raises no false alarm, and every true one within 10 s of a promise that is up", async () => {
  const spans = { maxPauseSeconds: 8, maxPromiseSeconds: 2 };
  const result = await proveHealth({ seed, minutes: 0.2, spans, say: () => undefined });
  expect(describeFindings(result), reproduction(result, "--minutes 0.2")).toBe("");
  expect(result.facts["spells_of_hanging_trainers"]).toBeGreaterThan(2);
  expect(result.facts["slowest_stalled_seconds_after_promise"]).toBeGreaterThan(0);
});
