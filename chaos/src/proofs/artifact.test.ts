import { expect, it } from "vitest";
import { proveArtifact } from "./artifact.ts";
import { describeFindings, reproduction } from "./proof.ts";

const seed = Number(process.env["CHAOS_SEED"] ?? 1);

it("downloads a large artifact through cuts and a kill, whole, while the server's memory stays where it was", async () => {
  const result = await proveArtifact({ seed, mebibytes: 256, say: () => undefined });
  expect(describeFindings(result), reproduction(result, "--mebibytes 256")).toBe("");
});
