import { expect, it } from "vitest";
import { describeFindings, reproduction } from "./proof.ts";
import { proveStalledViewer } from "./stalled-viewer.ts";

const seed = Number(process.env["CHAOS_SEED"] ?? 1);

it("serves the others while one stops reading, holds little for it, and sends it the newest state at last", async () => {
  const result = await proveStalledViewer({ seed, say: () => undefined });
  expect(describeFindings(result), reproduction(result)).toBe("");
});
