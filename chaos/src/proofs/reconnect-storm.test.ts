import { expect, it } from "vitest";
import { describeFindings, reproduction } from "./proof.ts";
import { proveReconnectStorm } from "./reconnect-storm.ts";

const seed = Number(process.env["CHAOS_SEED"] ?? 1);

it("has all viewers live again within 30 s of a restart, and no trainer loses a record", async () => {
  const result = await proveReconnectStorm({ seed, viewers: 400, restarts: 2, say: () => undefined });
  expect(describeFindings(result), reproduction(result, "--viewers 400 --restarts 2")).toBe("");
});
