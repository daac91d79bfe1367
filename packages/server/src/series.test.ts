import { limits, type RawRecord, SeriesAnswer, SeriesQuery } from "@trainwire/protocol";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CommandsRecord } from "./core/command-record.ts";
import { ingest } from "./core/ingest.ts";
import { seriesAnswer } from "./core/series-answer.ts";
import { Slices } from "./core/slices.ts";
import { stateAt } from "./core/state-at.ts";
import { TrainingRecord } from "./core/training-record.ts";
import { Trainings } from "./core/trainings.ts";
import { Turns } from "./core/turns.ts";
import { openDatabase } from "./storage/sqlite/database.ts";
import { SqliteLog } from "./storage/sqlite/sqlite-log.ts";
import { SqliteRecords } from "./storage/sqlite/sqlite-records.ts";
import { SqliteSeries } from "./storage/sqlite/sqlite-series.ts";
import { naivePoints, naiveRange, naiveSeries } from "./testing/naive-series.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

const everything = { limit: 1e6, maxBytes: 1e9 };

/** What a server holds on a folder, without its transports. */
function openFolder(path: string) {
  const database = openDatabase(path);
  const log = new SqliteLog(database);
  const store = new SqliteSeries(database);
  const errors: unknown[] = [];
  const context = { log, store, slices: new Turns(), onError: (error: unknown) => errors.push(error) };
  const trainings = new Trainings(log, new SqliteRecords(database, "trainings", TrainingRecord), {
    commands: new SqliteRecords(database, "commands", CommandsRecord),
    series: context,
  });
  let nowMs = 1_700_000_000_000;
  return {
    database,
    errors,
    async publish(reports: readonly object[]) {
      nowMs += 1500;
      const records: RawRecord[] = reports.map((value) => ({ ok: true, value }));
      return ingest(await trainings.findOrRegister("run"), records, { nowMs, slices: new Slices() });
    },
    async ask(query: Record<string, string> = {}) {
      const { text } = await seriesAnswer(await trainings.get("run"), SeriesQuery.parse(query));
      return SeriesAnswer.parse(JSON.parse(text));
    },
    updates: () => log.read("run", 0, everything),
    /** The state before the oldest update that is left. */
    stateBefore: async () => {
      const training = await trainings.get("run");
      return stateAt(log, training, training.firstSeq - 1);
    },
    /** Removes this share of the updates, the oldest. */
    async trim(share: number) {
      const training = await trainings.get("run");
      const { firstSeq, head } = training;
      const next = firstSeq + Math.floor((head.seq - firstSeq) * share);
      await log.trim("run", next, await stateAt(log, training, next - 1));
      training.noteTrim(next);
    },
    async close() {
      await log.close();
      store.close();
      database.close();
    },
    /** As a crash leaves it: what waits is lost, the commits of the log are not. */
    crash: () => database.close(),
  };
}

const value = fc.oneof(
  { weight: 20, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constantFrom("NaN", "Infinity", "-Infinity") },
);

/** Some updates alike, so that a log of some hundred is told in few words. */
const burst = fc.record({
  kind: fc.constant("publish" as const),
  count: fc.integer({ min: 1, max: 300 }),
  every: fc.integer({ min: 1, max: 5 }),
  loss: value,
  accuracy: fc.option(value),
  hasStep: fc.boolean(),
  raisesAttempt: fc.boolean(),
});
const restart = fc.constant({ kind: "restart" as const });
const crash = fc.constant({ kind: "crash" as const });
const trim = fc.record({
  kind: fc.constant("trim" as const),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});
const history = fc.array(fc.oneof({ weight: 6, arbitrary: burst }, restart, crash, trim), {
  minLength: 1,
  maxLength: 8,
});
const asked = fc.record({
  points: fc.integer({ min: 1, max: 400 }).map(String),
  x: fc.constantFrom("step", "time", "seq"),
  range: fc.option(fc.tuple(fc.nat(), fc.nat())),
});

type Burst = typeof burst extends fc.Arbitrary<infer T> ? T : never;

/** The records of a burst; steps begin anew with each attempt. */
function recordsOf(burst: Burst, at: { step: number; attempt: number }): object[] {
  if (burst.raisesAttempt) at.attempt += 1;
  if (burst.raisesAttempt) at.step = Math.max(0, at.step - 20);
  return Array.from({ length: burst.count }, (_, index) => {
    at.step += 1;
    return {
      attempt: at.attempt,
      ...(burst.hasStep && { current_step: at.step }),
      ...(index % burst.every === 0
        ? { loss: typeof burst.loss === "number" ? burst.loss + index : burst.loss }
        : { phase: "waiting" }),
      ...(burst.accuracy !== null && index % 7 === 0 && { metrics: { accuracy: burst.accuracy, index } }),
    };
  });
}

type Opened = ReturnType<typeof openFolder>;

/** Asks, and compares with what the updates say. */
async function expectNaive(opened: Opened, query: Record<string, string>): Promise<void> {
  const answer = await opened.ask(query);
  const updates = await opened.updates();
  const before = await opened.stateBefore();
  const points = naivePoints(updates, before.current_step);
  const parsed = SeriesQuery.parse(query);
  expect(answer.seq).toBe(before.seq + updates.length);
  expect(answer.names).toEqual(expect.arrayContaining([...points.keys()]));
  if (before.seq === 0) expect(answer.names).toHaveLength(points.size);
  for (const [name, all] of points) {
    const expected = naiveRange(all, parsed);
    const series = answer.series.find((each) => each.name === name);
    expect(series !== undefined, name).toBe(expected.length > 0);
    if (!series) continue;
    const lastSeqs = series.last_seq ?? series.seq;
    expect(series).toEqual(naiveSeries(name, expected, { ...parsed, lastSeqs }));
    const attempts = new Set(expected.map(({ attempt }) => attempt)).size;
    expect(series.seq.length).toBeLessThanOrEqual(Math.max(parsed.points, attempts));
    if (expected.length <= parsed.points) expect(series.count).toBeUndefined();
    for (const [index, attempt] of series.attempt.entries()) {
      const own = expected.filter(
        ({ seq }) => seq >= (series.seq[index] ?? 0) && seq <= (lastSeqs[index] ?? 0),
      );
      expect(new Set(own.map((point) => point.attempt))).toEqual(new Set([attempt]));
    }
  }
}

describe("the series of a training", () => {
  it("equal what its updates say, with attempts, NaN, restarts, crashes and retention in between", {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(asked, { minLength: 1, maxLength: 3 }), async (actions, queries) => {
        using folder = temporaryFolder();
        let opened = openFolder(folder.path);
        const at = { step: 0, attempt: 1 };
        await opened.publish([{ phase: "setup" }]);
        for (const action of actions) {
          if (action.kind === "publish") await opened.publish(recordsOf(action, at));
          else if (action.kind === "trim") await opened.trim(action.share);
          else {
            if (action.kind === "crash") opened.crash();
            else await opened.close();
            opened = openFolder(folder.path);
          }
        }
        const { seq: removed } = await opened.stateBefore();
        const length = removed + (await opened.updates()).length;
        for (const { range, ...query } of queries) {
          const [from = 0, to = 0] = (range ?? []).map((each) => each % (length + 1)).sort((a, b) => a - b);
          const base = query.x === "time" ? 1_700_000_000_000 : 0;
          const scale = query.x === "time" ? 100 : 1;
          const bounds = { from: String(base + from * scale), to: String(base + to * scale) };
          await expectNaive(opened, { ...query, ...(range && bounds) });
        }
        expect(opened.errors).toEqual([]);
        await opened.close();
      }),
      { numRuns: 60 },
    );
  });

  it("are refused over a range of too many attempts, of which each would be a bucket", async () => {
    using folder = temporaryFolder();
    const opened = openFolder(folder.path);
    const { maxSeriesAttempts } = limits;
    const attempts = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) => ({ loss: at, attempt: from + at }));
    await opened.publish(attempts(1, maxSeriesAttempts + 1));
    const most = await opened.ask({ points: "10", x: "seq" });
    expect(most.series[0]?.seq).toHaveLength(maxSeriesAttempts);
    await opened.publish(attempts(maxSeriesAttempts + 1, maxSeriesAttempts + 2));
    await expect(opened.ask({ points: "10", x: "seq" })).rejects.toMatchObject({ code: "bad_message" });
    const part = await opened.ask({ points: "10", x: "seq", from: "2" });
    expect(part.series[0]?.attempt[0]).toBe(2);
    expect(part.names).toEqual(["loss"]);
    await opened.close();
  });
});
