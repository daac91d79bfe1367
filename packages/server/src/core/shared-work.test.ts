import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { SharedWork } from "./shared-work.ts";

/** Work whose results are numbered by when it began. */
function newWork() {
  const work = new SharedWork<number>();
  let begun = 0;
  const job = async () => {
    begun += 1;
    const number = begun;
    await nextTurn();
    if (number === 3) throw new Error("the third fails");
    return number;
  };
  return { ask: (key = "a") => work.run(key, job), begun: () => begun };
}

describe("work that is shared", () => {
  it("begins once for all who ask while it is under way, and not before they ask", async () => {
    const { ask, begun } = newWork();
    expect(await Promise.all([ask(), ask(), ask(), ask()])).toEqual([1, 2, 2, 2]);
    expect(begun()).toBe(2);
  });

  it("begins for each key, and anew once it has ended, also where it failed", async () => {
    const { ask } = newWork();
    expect(await Promise.all([ask("a"), ask("b")])).toEqual([1, 2]);
    const [failed, after] = await Promise.allSettled([ask("a"), ask("a")]);
    expect([failed.status, after]).toEqual(["rejected", { status: "fulfilled", value: 4 }]);
    expect(await ask("a")).toBe(5);
  });
});
