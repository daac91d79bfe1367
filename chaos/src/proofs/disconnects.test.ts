import { expect, it } from "vitest";
import { proveDisconnects } from "./disconnects.ts";
import { describeFindings, reproduction } from "./proof.ts";

const seed = Number(process.env["CHAOS_SEED"] ?? 1);

it("keeps nothing of 1,000 viewers that leave at random points, and disturbs nobody for them", async () => {
  const result = await proveDisconnects({ seed, visits: 1000, say: () => undefined });
  expect(describeFindings(result), reproduction(result, "--visits 1000")).toBe("");
  expect(result.facts["updates_seen_by_bystanders"]).toBeGreaterThan(50);
});
