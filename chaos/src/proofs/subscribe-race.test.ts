import { expect, it } from "vitest";
import { describeFindings } from "./proof.ts";
import { proveSubscribeRace } from "./subscribe-race.ts";

const seed = Number(process.env["CHAOS_SEED"] ?? 1);

it("loses and repeats nothing that arrives between subscribe and confirmation", async () => {
  const result = await proveSubscribeRace({ seed, viewers: 200, seconds: 4 });
  expect(describeFindings(result), `seed ${seed}`).toBe("");
  expect(result.facts["updates"]).toBeGreaterThan(100);
});
