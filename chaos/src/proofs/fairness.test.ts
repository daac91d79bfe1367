import { expect, it } from "vitest";
import { proveFairness } from "./fairness.ts";
import { describeFindings, reproduction } from "./proof.ts";

const seed = Number(process.env["CHAOS_SEED"] ?? 1);

it("lets viewers catch up with 100,000 updates, completely and in order, while live updates arrive in time", async () => {
  const result = await proveFairness({ seed, backlog: 100_000, catchers: 2, say: () => undefined });
  expect(describeFindings(result), reproduction(result, "--backlog 100000 --catchers 2")).toBe("");
  expect(result.facts["live_updates_during"]).toBeGreaterThan(0);
});
