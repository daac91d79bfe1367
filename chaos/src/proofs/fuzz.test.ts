import { expect, it } from "vitest";
import { proveFuzz } from "./fuzz.ts";
import { describeFindings, reproduction } from "./proof.ts";

const seed = Number(process.env["CHAOS_SEED"] ?? 1);

it("neither crashes nor leaks nor disturbs anybody, whatever frames and requests are sent", async () => {
  const result = await proveFuzz({ seed, cases: 15_000, say: () => undefined });
  expect(describeFindings(result), reproduction(result, "--cases 15000")).toBe("");
});
