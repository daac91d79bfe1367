import { initialState, type TrainingState } from "@trainwire/protocol";
import { describe, expect, it } from "vitest";
import type { AppendRequest, Log } from "../core/log.ts";
import { appendAfter } from "./append-after.ts";

/** The contract of the port `Log`. `open` gives a fresh, empty one each time. */
export function describeLog(name: string, open: () => Promise<Log> | Log): void {
  const opened = async () => {
    const log = await open();
    const { state } = await log.create("run", initialState("run", "stream"));
    return { log, state, [Symbol.asyncDispose]: () => log.close() };
  };

  describe(`${name} keeps the contract of Log`, () => {
    it("has no head before it is created, and an empty one after", async () => {
      await using it = await opened();
      expect(await it.log.head("other")).toBeUndefined();
      expect(await it.log.head("run")).toEqual({ firstSeq: 1, state: it.state });
    });

    it("gives the existing head when it is created twice", async () => {
      await using it = await opened();
      await it.log.append(appendAfter(it.state, 1));
      const again = await it.log.create("run", initialState("run", "other stream"));
      expect(again.state).toMatchObject({ stream_id: "stream", seq: 1 });
    });

    it("reads back what was appended, in order, from after any seq", async () => {
      await using it = await opened();
      await it.log.append(appendAfter(it.state, 5));
      const seqs = async (after: number, limit: number) =>
        (await it.log.read("run", after, { limit: limit, maxBytes: 1e6 })).map((u) => u.seq);
      expect(await seqs(0, 10)).toEqual([1, 2, 3, 4, 5]);
      expect(await seqs(2, 2)).toEqual([3, 4]);
      expect(await seqs(5, 10)).toEqual([]);
      expect(await it.log.read("run", 4, { limit: 1, maxBytes: 1e6 })).toEqual([
        { seq: 5, text: '{"seq":5}' },
      ]);
    });

    it("reads no more than fits into a page, but one update at least", async () => {
      await using it = await opened();
      await it.log.append(appendAfter(it.state, 5));
      const [one] = await it.log.read("run", 0, { limit: 1, maxBytes: 1e6 });
      const bytes = one?.text.length ?? 0;
      const count = async (maxBytes: number) => (await it.log.read("run", 0, { limit: 10, maxBytes })).length;
      expect([await count(1), await count(2 * bytes), await count(99 * bytes)]).toEqual([1, 2, 5]);
    });

    it("stores appends that are made at once in the order they were made", async () => {
      await using it = await opened();
      const first = appendAfter(it.state, 2);
      const second = appendAfter(first.state, 2);
      await Promise.all([it.log.append(first), it.log.append(second)]);
      expect((await it.log.head("run"))?.state).toEqual(second.state);
      expect(await it.log.read("run", 0, { limit: 10, maxBytes: 1e6 })).toHaveLength(4);
    });

    it("refuses an append that was numbered after another head, and stores nothing of it", async () => {
      await using it = await opened();
      const good = it.log.append(appendAfter(it.state, 2));
      const stale = it.log.append(appendAfter(it.state, 1, { producers: new Map([["p", 9]]) }));
      await good;
      await expect(stale).rejects.toMatchObject({ code: "internal" });
      expect(await it.log.read("run", 0, { limit: 10, maxBytes: 1e6 })).toHaveLength(2);
      expect(await it.log.producerSeq("run", "p")).toBeUndefined();
    });

    it("remembers the highest producer_seq of each producer and training", async () => {
      await using it = await opened();
      const first = appendAfter(it.state, 1, {
        producers: new Map([
          ["p", 3],
          ["q", 7],
        ]),
      });
      await it.log.append(first);
      await it.log.append(appendAfter(first.state, 1, { producers: new Map([["p", 5]]) }));
      expect(await it.log.producerSeq("run", "p")).toBe(5);
      expect(await it.log.producerSeq("run", "q")).toBe(7);
      expect(await it.log.producerSeq("other", "p")).toBeUndefined();
    });

    it("finds the newest keyframe at or before a seq", async () => {
      await using it = await opened();
      const early = appendAfter(it.state, 2);
      const late = appendAfter(early.state, 2);
      await it.log.append({ ...early, keyframes: [early.state] });
      await it.log.append({ ...late, keyframes: [late.state] });
      expect(await it.log.keyframe("run", 1)).toBeUndefined();
      expect(await it.log.keyframe("run", 2)).toEqual(early.state);
      expect(await it.log.keyframe("run", 3)).toEqual(early.state);
      expect(await it.log.keyframe("run", 9)).toEqual(late.state);
    });

    it("lists the trainings whose health has to be watched: those that run and are not lost", async () => {
      await using it = await opened();
      const put = async (id: string, changed: Partial<TrainingState>) => {
        const { state } = await it.log.create(id, initialState(id, "s"));
        const append = appendAfter(state, 1);
        await it.log.append({ ...append, state: { ...append.state, ...changed } });
      };
      await put("begins", { status: "starting" });
      await put("runs", { status: "running", health: "stalled" });
      await put("is-lost", { status: "running", health: "lost" });
      await put("waits", { status: "paused" });
      await put("is-done", { status: "completed", complete: true });
      expect(await it.log.watched()).toEqual(["begins", "runs"]);
    });

    it("counts trainings by status and health, as they are at the moment", async () => {
      await using it = await opened();
      const counts = async () =>
        Object.fromEntries(
          (await it.log.standings()).map((each) => [`${each.status} ${each.health}`, each.count]),
        );
      expect(await counts()).toEqual({ "queued ok": 1 });
      await it.log.create("other", initialState("other", "s"));
      const first = appendAfter(it.state, 2);
      const change = async (append: AppendRequest, changed: Partial<TrainingState>) => {
        const state = { ...append.state, ...changed };
        await it.log.append({ ...append, state });
        return appendAfter(state, 1);
      };
      const second = await change(first, { status: "running" });
      expect(await counts()).toEqual({ "queued ok": 1, "running ok": 1 });
      const third = await change(second, { status: "running", health: "lost" });
      expect(await counts()).toEqual({ "queued ok": 1, "running lost": 1 });
      const fourth = await change(third, { status: "failed", health: "ok", complete: true });
      expect(await counts()).toEqual({ "queued ok": 1, "failed ok": 1 });
      await expect(it.log.append({ ...fourth, afterSeq: 0 })).rejects.toThrow();
      await it.log.remove("other");
      expect(await counts()).toEqual({ "failed ok": 1 });
    });

    it("says whose updates go first: ended ones by when, then those with the oldest; never the newest", async () => {
      await using it = await opened();
      const at = (hour: number) => `2026-01-01T0${hour}:00:00.000Z`;
      const add = async (id: string, hours: readonly number[], changed: Partial<TrainingState> = {}) => {
        const { state } = (await it.log.head(id)) ?? (await it.log.create(id, initialState(id, "s")));
        const append = appendAfter(state, hours.length);
        const updates = append.updates.map((update, index) => ({
          ...update,
          text: JSON.stringify({ seq: update.seq, data: { received_at: at(hours[index] ?? 0) } }),
        }));
        const received_at = at(hours.at(-1) ?? 0);
        await it.log.append({ ...append, updates, state: { ...append.state, received_at, ...changed } });
      };
      const ended = { status: "failed", complete: true } as const;
      await add("later", [2, 3]);
      await add("earlier", [1, 4]);
      await add("ended-late", [0, 6], ended);
      await add("ended-early", [1]);
      await add("ended-early", [5], ended);
      await add("single", [0]);
      const order: (string | undefined)[] = [];
      for (let id = await it.log.firstToGo(); id !== undefined; id = await it.log.firstToGo()) {
        order.push(id);
        const head = await it.log.head(id);
        if (head) await it.log.trim(id, head.state.seq, { ...head.state, seq: head.state.seq - 1 });
      }
      expect(order).toEqual(["ended-early", "ended-late", "earlier", "later"]);
      await add("earlier", [7, 8]);
      await add("later", [5]);
      // What is left of `later` came at 3, of `earlier` at 4.
      expect(await it.log.firstToGo()).toBe("later");
      await it.log.remove("later");
      expect(await it.log.firstToGo()).toBe("earlier");
    });

    it("tells what it holds, and the size and age of its oldest updates", async () => {
      await using it = await opened();
      const at = "2026-01-01T00:00:00.000Z";
      const text = (seq: number, data: unknown) => JSON.stringify({ seq, loss: "\u00e9", data });
      const texts = [
        text(1, { received_at: null, details: { event: { at } } }),
        text(2, { received_at: at }),
      ];
      const updates = texts.map((each, index) => ({ seq: index + 1, text: each }));
      await it.log.append({ ...appendAfter(it.state, 2), updates });
      const bytes = Buffer.byteLength(texts[0] ?? "");
      expect(await it.log.extent("run", 1)).toEqual({
        firstSeq: 1,
        seq: 2,
        bytes: Buffer.byteLength(texts.join("")),
        oldest: [{ seq: 1, bytes, receivedAt: at }],
      });
      expect((await it.log.extent("run", 5))?.oldest[1]).toMatchObject({ seq: 2, receivedAt: at });
      expect(await it.log.extent("other", 1)).toBeUndefined();
    });

    it("trims the oldest updates and nothing else", async () => {
      await using it = await opened();
      const early = appendAfter(it.state, 4, { producers: new Map([["p", 4]]) });
      const late = appendAfter(early.state, 3);
      expect(await it.log.heldBytes()).toBe(0);
      await it.log.append({ ...early, keyframes: [{ ...early.state, seq: 2 }] });
      await it.log.append({ ...late, keyframes: [late.state] });
      await it.log.trim("run", 5, early.state);
      expect(await it.log.head("run")).toEqual({ firstSeq: 5, state: late.state });
      const seqs = (await it.log.read("run", 0, { limit: 10, maxBytes: 1e6 })).map((update) => update.seq);
      expect(seqs).toEqual([5, 6, 7]);
      expect(await it.log.extent("run", 9)).toMatchObject({ bytes: 3 * '{"seq":5}'.length });
      expect(await it.log.heldBytes()).toBe(3 * '{"seq":5}'.length);
      expect(await it.log.keyframe("run", 3)).toBeUndefined();
      expect(await it.log.keyframe("run", 4)).toEqual(early.state);
      expect(await it.log.keyframe("run", 9)).toEqual(late.state);
      expect(await it.log.producerSeq("run", "p")).toBe(4);
      await it.log.trim("run", 3, it.state);
      expect((await it.log.head("run"))?.firstSeq).toBe(5);
      await it.log.append(appendAfter(late.state, 1));
      expect((await it.log.head("run"))?.firstSeq).toBe(5);
    });

    it("knows nothing of a removed log but that it was there", async () => {
      await using it = await opened();
      const first = appendAfter(it.state, 600, { producers: new Map([["p", 3]]) });
      await it.log.append({ ...first, keyframes: [first.state] });
      expect(await it.log.heldBytes()).toBeGreaterThan(600 * 9);
      await it.log.remove("run");
      const empty = async () => {
        expect(await it.log.head("run")).toBeUndefined();
        expect(await it.log.extent("run", 1)).toBeUndefined();
        expect(await it.log.read("run", 0, { limit: 10, maxBytes: 1e6 })).toEqual([]);
        expect(await it.log.keyframe("run", 900)).toBeUndefined();
        expect(await it.log.producerSeq("run", "p")).toBeUndefined();
        expect(await it.log.watched()).toEqual([]);
        expect(await it.log.heldBytes()).toBe(0);
        expect(await it.log.isRemoved("run")).toBe(true);
        await expect(it.log.create("run", it.state)).rejects.toMatchObject({ code: "training_deleted" });
        await expect(it.log.append(appendAfter(first.state, 1))).rejects.toMatchObject({ code: "internal" });
      };
      await empty();
      while (await it.log.tidy());
      await empty();
      expect(await it.log.isRemoved("other")).toBe(false);
    });
  });
}
