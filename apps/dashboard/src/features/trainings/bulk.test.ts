import { expect, test } from "vitest";
import { doToAll } from "./bulk.ts";

test("what one training refuses is told, and keeps the others from nothing", async () => {
  const seen: string[] = [];
  let atOnce = 0;
  let most = 0;
  const ids = Array.from({ length: 20 }, (_, i) => `run-${i}`);
  const outcome = await doToAll(ids, async (trainId) => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    await Promise.resolve();
    atOnce -= 1;
    seen.push(trainId);
    if (trainId === "run-3") throw new TypeError("it runs");
  });
  expect(outcome).toEqual({ done: 19, problems: ["run-3: it runs"] });
  expect(seen.toSorted()).toEqual(ids.toSorted());
  expect(most).toBeLessThanOrEqual(6);
});
