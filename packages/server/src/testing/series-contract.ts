import { describe, expect, it } from "vitest";
import { OpenBlock } from "../core/series-block.ts";
import type { ClosedBlock, SeriesStore } from "../core/series-store.ts";

/** A block of one value an update, at the positions from `first` to `last`. */
function block(first: number, last: number, metrics: readonly string[] = ["loss"]): ClosedBlock {
  const open = new OpenBlock(1);
  for (let seq = first; seq <= last; seq += 1) {
    for (const metric of metrics)
      open.add({ seq, attempt: 1, step: seq, time: 1000 * seq }, open.column(metric), 1 / seq);
  }
  return { upTo: last, chunks: open.chunks() };
}

/** The contract of the port `SeriesStore`. `open` gives a fresh, empty one that knows the training `run`. */
export function describeSeriesStore(name: string, open: () => Promise<SeriesStore>): void {
  const whole = { firstSeq: 1, lastSeq: 1e9 };
  const trainId = "run";

  describe(`${name} keeps the contract of SeriesStore`, () => {
    it("is empty at first, also for a training that is not known", async () => {
      const store = await open();
      expect(await store.open(trainId)).toEqual({ upTo: 0, metrics: [] });
      expect(await store.open("other")).toEqual({ upTo: 0, metrics: [] });
      expect(await store.chunks(trainId, "loss", whole)).toEqual([]);
    });

    it("gives back chunks in order, with their points", async () => {
      const store = await open();
      await store.write({
        trainId,
        blocks: [block(1, 3, ["loss", "b"]), block(4, 5)],
        replaces: false,
        upTo: 5,
      });
      expect(await store.open(trainId)).toEqual({ upTo: 5, metrics: ["loss", "b"] });
      const chunks = await store.chunks(trainId, "loss", whole);
      expect(chunks.map(({ summary }) => [summary.firstSeq, summary.lastSeq, summary.count])).toEqual([
        [1, 3, 3],
        [4, 5, 2],
      ]);
      expect(chunks.map((chunk) => [...chunk.points().value])).toEqual([
        [1, 1 / 2, 1 / 3],
        [1 / 4, 1 / 5],
      ]);
      const [other] = await store.chunks(trainId, "b", whole);
      expect([...(other?.points().time ?? [])]).toEqual([1000, 2000, 3000]);
    });

    it("gives back a summary of every value, also of those that are not finite", async () => {
      const store = await open();
      const odd = new OpenBlock(2);
      const values = [0.5, Number.NaN, -3, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const [index, value] of values.entries()) {
        odd.add(
          { seq: index + 1, attempt: 2, step: index === 0 ? Number.NaN : 7 + index, time: 5 },
          odd.column("loss"),
          value,
        );
      }
      const [stored] = odd.chunks();
      await store.write({ trainId, blocks: [{ upTo: 5, chunks: odd.chunks() }], replaces: false, upTo: 5 });
      const [chunk] = await store.chunks(trainId, "loss", whole);
      expect(chunk?.summary).toEqual(stored?.summary);
      expect(chunk?.summary).toMatchObject({
        min: -3,
        max: 0.5,
        last: null,
        nan: 1,
        firstStep: null,
        lastStep: 11,
      });
      expect([...(chunk?.points().value ?? [])]).toEqual(values);
    });

    it("gives those that lie in a range or touch its beginning, and none that reach behind its end", async () => {
      const store = await open();
      const blocks = [block(1, 10), block(11, 20), block(21, 30)];
      await store.write({ trainId, blocks, replaces: false, upTo: 30 });
      const firsts = async (firstSeq: number, lastSeq: number) =>
        (await store.chunks(trainId, "loss", { firstSeq, lastSeq })).map(({ summary }) => summary.firstSeq);
      expect(await firsts(11, 30)).toEqual([11, 21]);
      expect(await firsts(15, 30)).toEqual([11, 21]);
      expect(await firsts(1, 29)).toEqual([1, 11]);
      expect(await firsts(30, 29)).toEqual([]);
    });

    it("forgets what lies behind its position when it is opened", async () => {
      const store = await open();
      await store.write({ trainId, blocks: [block(1, 10)], replaces: false, upTo: 10 });
      await store.write({ trainId, blocks: [block(21, 30)], replaces: false, upTo: undefined });
      expect(await store.chunks(trainId, "loss", whole)).toHaveLength(2);
      expect((await store.open(trainId)).upTo).toBe(10);
      expect(await store.chunks(trainId, "loss", whole)).toHaveLength(1);
    });

    it("replaces what was stored of the same updates, if it is said so", async () => {
      const store = await open();
      await store.write({ trainId, blocks: [block(1, 10), block(11, 20)], replaces: false, upTo: undefined });
      await store.write({ trainId, blocks: [block(1, 10), block(11, 20)], replaces: true, upTo: 20 });
      expect(await store.chunks(trainId, "loss", whole)).toHaveLength(2);
    });
  });
}
