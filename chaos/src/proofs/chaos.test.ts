import { expect, it } from "vitest";
import { keepHistories } from "../cli/run-command.ts";
import { proveChaos } from "./chaos.ts";
import { describeFindings, reproduction } from "./proof.ts";

const seed = Number(process.env["CHAOS_SEED"] ?? 1);

it("loses, repeats and reorders nothing while the server is killed, and sockets are cut, frozen and not read", async () => {
  const round = await proveChaos({ seed, seconds: 10, trainings: 3, say: () => undefined });
  if (round.findings.length > 0) keepHistories("test-results", round);
  const again = reproduction(round, "--seconds 10 --trainings 3 --minutes 1");
  expect(describeFindings(round), again).toBe("");
  expect(round.facts["updates_delivered"]).toBeGreaterThan(1000);
  expect(round.facts["kills"]).toBeGreaterThan(0);
});
