import { describe, expect, it, vi } from "vitest";
import { fakeTraining } from "../testing/fake-training.ts";
import type { CommitGroup } from "./commit-group.ts";

async function followed() {
  const { training, report } = await fakeTraining(0);
  const groups: CommitGroup[] = [];
  training.follow({ onCommit: (group) => groups.push(group), onDeleted: () => undefined });
  return { training, report, groups };
}

describe("a commit group", () => {
  it("joins what is committed in the same turn, and is worded once", async () => {
    const { report, groups } = await followed();
    await Promise.all([report({ loss: 3 }), report({ loss: 2 }), report({ loss: 1 })]);
    await report({ loss: 0 });
    expect(groups.map(({ afterSeq, lastSeq }) => [afterSeq, lastSeq])).toEqual([
      [0, 3],
      [3, 4],
    ]);
    expect(groups[0]?.updates).toBe(groups[0]?.updates);
    expect(groups[0]?.updates.texts.map((text) => JSON.parse(text).seq)).toEqual([1, 2, 3]);
    expect(groups[0]?.flats.texts.map((text) => JSON.parse(text).loss)).toEqual([3, 2, 1]);
  });

  it("is cut where its texts grow long, without losing one", async () => {
    const { training, groups } = await followed();
    const batch = training.begin();
    for (let step = 1; step <= 2000; step += 1) {
      batch.add({ details: { current_step: step }, received_at: "2026-01-01T00:00:00.000Z" });
    }
    await training.commit(batch);
    expect(groups.length).toBeGreaterThan(1);
    for (const group of groups) expect(group.updates.texts.join("").length).toBeLessThan(70_000);
    expect(groups.flatMap(({ frames }) => frames.map(({ seq }) => seq))).toEqual(
      Array.from({ length: 2000 }, (_, index) => index + 1),
    );
  });

  it("tells a commit's caller only when the followers were told", async () => {
    const { training, report } = await fakeTraining(0);
    const onCommit = vi.fn();
    training.follow({ onCommit, onDeleted: () => undefined });
    await report({ status: "completed" });
    expect(onCommit).toHaveBeenCalledOnce();
    expect(onCommit.mock.calls[0]?.[0]).toMatchObject({ isTerminal: true, lastSeq: 1 });
  });
});
