import { describe, expect, it, vi } from "vitest";
import { fakeTraining } from "../testing/fake-training.ts";
import { stateAt } from "./state-at.ts";
import { trimSlice, trimToBudget } from "./trim.ts";

const training = { id: "run", streamId: "stream" };

/** Trims as much as the retention lets go; returns the first seq after each slice. */
async function trimAll(log: Awaited<ReturnType<typeof fakeTraining>>["log"], retention: { updates: number }) {
  const announced: number[] = [];
  const announce = (_trainId: string, firstSeq: number) => announced.push(firstSeq);
  while (await trimSlice(log, { trainId: "run", retention, announce }));
  return announced;
}

describe("trimming", () => {
  it("goes slice by slice, each announced before it goes, and stops at the limit", async () => {
    const { log } = await fakeTraining(1000);
    const trim = vi.spyOn(log, "trim").mockImplementationOnce(async (...args) => {
      expect((await log.head("run"))?.firstSeq).toBe(1);
      return log.trim(...args);
    });
    expect(await trimAll(log, { updates: 100 })).toEqual([257, 513, 769, 901]);
    expect(trim.mock.calls.map(([, firstSeq]) => firstSeq)).toContain(901);
    expect(await log.read("run", 0, { limit: 2000, maxBytes: 1e9 })).toHaveLength(100);
  });

  it("keeps every state that can still be asked for", async () => {
    const { log } = await fakeTraining(600);
    const before = await Promise.all([499, 500, 512, 600].map((seq) => stateAt(log, training, seq)));
    await trimAll(log, { updates: 101 });
    const after = await Promise.all([499, 500, 512, 600].map((seq) => stateAt(log, training, seq)));
    expect(after).toEqual(before);
    await expect(stateAt(log, training, 498)).rejects.toMatchObject({ code: "expired" });
  });

  it("keeps the terminal update, and does nothing to a log that is gone", async () => {
    const { log, report } = await fakeTraining(20);
    await report({ status: "completed" });
    expect(await trimAll(log, { updates: 1 })).toEqual([21]);
    expect((await log.head("run"))?.state).toMatchObject({ seq: 21, complete: true });
    expect(await log.read("run", 0, { limit: 9, maxBytes: 1e9 })).toHaveLength(1);
    await log.remove("run");
    expect(await trimAll(log, { updates: 1 })).toEqual([]);
  });
});

describe("trimming to a budget", () => {
  it("goes on in slices until all together hold no more than it, and does nothing below it", async () => {
    const { log } = await fakeTraining(1000);
    const all = await log.heldBytes();
    const firsts: number[] = [];
    const announce = (_trainId: string, firstSeq: number) => firsts.push(firstSeq);
    expect(await trimToBudget(log, { totalBytes: all, announce })).toBe(false);
    const totalBytes = Math.round(all / 4);
    while (await trimToBudget(log, { totalBytes, announce }));
    const [perUpdate] = (await log.extent("run", 1))?.oldest ?? [];
    const left = totalBytes - (await log.heldBytes());
    expect(left).toBeGreaterThanOrEqual(0);
    expect(left).toBeLessThan(2 * (perUpdate?.bytes ?? 0));
    expect(firsts.map((first, index) => first - (firsts[index - 1] ?? 1)).every((size) => size <= 256)).toBe(
      true,
    );
    expect(firsts.length).toBeGreaterThan(2);
  });

  it("ends when nothing but the newest update of each is left, however small it is", async () => {
    const { log, report } = await fakeTraining(300);
    await report({ status: "completed" });
    const announce = vi.fn();
    while (await trimToBudget(log, { totalBytes: 1, announce }));
    expect(await log.read("run", 0, { limit: 9, maxBytes: 1e9 })).toMatchObject([{ seq: 301 }]);
    expect(announce).toHaveBeenLastCalledWith("run", 301);
  });
});
