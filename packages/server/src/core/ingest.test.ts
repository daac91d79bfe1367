import { describe, expect, it, vi } from "vitest";
import { fakeTraining } from "../testing/fake-training.ts";
import { ingest } from "./ingest.ts";
import { nextTurn } from "./next-turn.ts";
import { Slices } from "./slices.ts";

const good = (value: unknown) => ({ ok: true, value }) as const;
const record = (seq: number, fields: object = { loss: seq }) =>
  good({ producer_id: "p", producer_seq: seq, ...fields });
const now = Date.parse("2026-01-01T00:00:00Z");
const at = { nowMs: now, slices: new Slices() };

describe("ingest", () => {
  it("stores good records and names the bad ones by index", async () => {
    const { training } = await fakeTraining();
    const records = [
      good({ loss: 1 }),
      { ok: false, message: "not JSON" } as const,
      good({ loss: "x" }),
      good({ loss: 2 }),
    ];
    const answer = await ingest(training, records, at);
    expect(answer).toMatchObject({
      accepted: 2,
      seq: 2,
      rejected: [
        { index: 1, code: "bad_json" },
        { index: 2, code: "bad_message" },
      ],
    });
    expect(training.head.state.loss).toBe(2);
  });

  it("refuses an attempt that the server, which starts this training, has not begun", async () => {
    const { training } = await fakeTraining();
    const last = { attempt: 2, launcher: "process", started_at: "2026-01-01T00:00:00Z" };
    training.run = { version: 1, attempts: [last] };
    const records = [good({ loss: 1, attempt: 2 }), good({ loss: 2, attempt: Number.MAX_SAFE_INTEGER })];
    const answer = await ingest(training, records, at);
    expect(answer).toMatchObject({ accepted: 1, rejected: [{ index: 1, code: "bad_message" }] });
    training.run = { version: 2, attempts: [] };
    expect(await ingest(training, [good({ attempt: 3 })], at)).toMatchObject({ rejected: [{ index: 0 }] });
    expect(training.head.state).toMatchObject({ attempt: 2, loss: 1 });
  });

  it("acknowledges repeats without storing them, also within one request", async () => {
    const { training } = await fakeTraining();
    await ingest(training, [record(1), record(2)], at);
    const answer = await ingest(training, [record(1), record(2), record(3), record(3)], at);
    expect(answer).toMatchObject({ accepted: 1, repeated: 3, seq: 3, rejected: [] });
  });

  it("answers a repeat only when its original is stored", async () => {
    const { training, log } = await fakeTraining();
    const append = log.append.bind(log);
    vi.spyOn(log, "append").mockImplementationOnce(async (request) => {
      // The disk takes longer than the next request.
      await nextTurn();
      log.fail = true;
      return append(request);
    });
    const original = ingest(training, [record(1)], at);
    const repeat = ingest(training, [record(1)], at);
    await expect(original).rejects.toMatchObject({ code: "storage_unavailable" });
    await expect(repeat).rejects.toMatchObject({ code: "storage_unavailable" });
    expect(await ingest(training, [record(1)], at)).toMatchObject({ accepted: 1, seq: 1 });
  });

  it("numbers from what is stored again after an append failed", async () => {
    const { training, log } = await fakeTraining(3);
    log.fail = true;
    await expect(ingest(training, [record(1)], at)).rejects.toMatchObject({ code: "storage_unavailable" });
    expect(await ingest(training, [record(1)], at)).toMatchObject({ accepted: 1, seq: 4 });
    expect(await ingest(training, [], at)).toMatchObject({ accepted: 0, seq: 4 });
  });

  it("rejects what follows the terminal, and still takes repeats", async () => {
    const { training } = await fakeTraining();
    const batch = [record(1), record(2, { status: "completed" }), record(3)];
    const answer = await ingest(training, batch, at);
    expect(answer).toMatchObject({ accepted: 2, rejected: [{ index: 2, code: "training_ended" }] });
    expect(await ingest(training, [record(2)], at)).toMatchObject({ repeated: 1, rejected: [] });
  });

  it("takes a record that reports nothing as a heartbeat, without a place in the log", async () => {
    const { training } = await fakeTraining(1);
    const answer = await ingest(training, [good({}), good({ loss: null }), good({ what: 1 })], at);
    expect(answer).toMatchObject({ accepted: 0, repeated: 0, rejected: [], seq: 1 });
    expect(training.lastContactAtMs).toBe(now);
  });

  it("rejects an older attempt once a newer one has published", async () => {
    const { training } = await fakeTraining();
    await ingest(training, [good({ loss: 1, attempt: 2 })], at);
    expect(await ingest(training, [good({ loss: 1, attempt: 1 })], at)).toMatchObject({
      accepted: 0,
      rejected: [{ code: "stale_attempt" }],
    });
    expect(training.head.state.attempt).toBe(2);
  });

  it("records that a training is ok again in front of the report that shows it", async () => {
    const { training, report, log } = await fakeTraining(1);
    await report({ event: { kind: "health", health: "late", reason: "test" } });
    expect(training.head.state.health).toBe("late");
    expect(await ingest(training, [good({ loss: 1 })], { ...at, nowMs: now + 94_000 })).toMatchObject({
      accepted: 1,
      seq: 4,
    });
    expect(training.head.state.health).toBe("ok");
    const [event] = await log.read("run", 2, { limit: 1, maxBytes: 1e6 });
    expect(event?.text).toContain("94 s after the last update");
  });
});

describe("a request of many records", () => {
  const many = (length: number, fields?: object) => Array.from({ length }, (_, i) => record(i + 1, fields));

  it("lets other work run between its records", async () => {
    const { training } = await fakeTraining();
    let turns = 0;
    let isTaken = false;
    const count = () => {
      turns += 1;
      if (!isTaken) setImmediate(count);
    };
    setImmediate(count);
    const answer = await ingest(training, many(10_000), at);
    isTaken = true;
    expect(answer).toMatchObject({ accepted: 10_000, seq: 10_000, rejected: [] });
    expect(turns).toBeGreaterThan(5);
  });

  it("looks at a record only when its turn comes", async () => {
    const { training } = await fakeTraining();
    let readBeforeOthers = 0;
    let read = 0;
    function* lazily() {
      for (const each of many(10_000)) {
        read += 1;
        yield each;
      }
    }
    setImmediate(() => {
      readBeforeOthers = read;
    });
    await ingest(training, lazily(), at);
    expect(read).toBe(10_000);
    expect(readBeforeOthers).toBeLessThan(10_000);
  });

  it("is taken in whole before the next request of its training, also of another producer", async () => {
    const { training, log } = await fakeTraining();
    const others = Array.from({ length: 600 }, (_, i) =>
      good({ producer_id: "other", producer_seq: i, rank: 1 }),
    );
    const answers = await Promise.all([
      ingest(training, many(2000), at),
      ingest(training, others, at),
      ingest(training, [record(2001)], at),
      ingest(training, many(2001), at),
    ]);
    expect(answers.map(({ accepted, repeated }) => [accepted, repeated])).toEqual([
      [2000, 0],
      [600, 0],
      [1, 0],
      [0, 2001],
    ]);
    const stored = await log.read("run", 0, { limit: 3000, maxBytes: 1e9 });
    expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: 2601 }, (_, i) => i + 1));
    expect(training.head.state).toMatchObject({ seq: 2601, loss: 2001, rank: 1 });
  });

  it("stores none after the first that could not be stored, and all when it is sent again", async () => {
    const { training, log } = await fakeTraining();
    const append = log.append.bind(log);
    const appended = vi.spyOn(log, "append").mockImplementation((request) => {
      if (request.afterSeq > 0) log.fail = true;
      return append(request);
    });
    await expect(ingest(training, many(3000), at)).rejects.toMatchObject({ code: "storage_unavailable" });
    const calls = appended.mock.calls.length;
    expect(calls).toBe(2);
    appended.mockRestore();
    log.fail = false;
    const { seq } = training.head;
    expect(seq).toBeGreaterThan(0);
    expect(await ingest(training, many(3000), at)).toMatchObject({
      accepted: 3000 - seq,
      repeated: seq,
      seq: 3000,
    });
  });

  it("names each bad record by its index, and describes the first hundred", async () => {
    const { training } = await fakeTraining();
    const records = many(3000).map((each, i) => (i % 2 === 0 ? each : good({ loss: "x" })));
    const { accepted, rejected } = await ingest(training, records, at);
    expect(accepted).toBe(1500);
    expect(rejected.map(({ index }) => index)).toEqual(Array.from({ length: 1500 }, (_, i) => 2 * i + 1));
    expect(new Set(rejected.map(({ code }) => code))).toEqual(new Set(["bad_message"]));
    expect(rejected[99]?.message).toContain("expected number");
    expect(rejected[100]?.message).not.toContain("expected number");
  });

  it("that name many metrics holds the state of each for no longer than it takes to tell it", async () => {
    const { training } = await fakeTraining();
    const frames: number[] = [];
    training.follow({
      onCommit: (group) => frames.push(group.frames.length),
      onDeleted: () => undefined,
    });
    const records = Array.from({ length: 2000 }, (_, i) => good({ metrics: { [`n${i}`]: i } }));
    expect(await ingest(training, records, at)).toMatchObject({ accepted: 2000 });
    expect(Math.max(...frames)).toBeLessThanOrEqual(500);
    expect(Object.keys(training.head.state.metrics ?? {})).toEqual(
      Array.from({ length: 512 }, (_, i) => `n${i + 1488}`),
    );
  });
});
