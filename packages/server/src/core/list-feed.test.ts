import type { TrainingSummary } from "@trainwire/protocol";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openDatabase } from "../storage/sqlite/database.ts";
import { SqliteRecords } from "../storage/sqlite/sqlite-records.ts";
import { FakeSocket } from "../testing/fake-socket.ts";
import { MemoryLog } from "../testing/memory-log.ts";
import { MemoryRecords } from "../testing/memory-records.ts";
import { MemorySeries } from "../testing/memory-series.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { ListFeed } from "./list-feed.ts";
import { maxPageLength } from "./list-page.ts";
import { TrainingRecord } from "./training-record.ts";
import { Trainings } from "./trainings.ts";
import { Turns } from "./turns.ts";

const onError = (error: unknown) => expect.unreachable(String(error));
const manyMetrics = Object.fromEntries(
  Array.from({ length: 512 }, (_, index) => [`${"m".repeat(100)}${index}`, 0.5]),
);

let folder: ReturnType<typeof temporaryFolder>;
let database: ReturnType<typeof openDatabase>;
let records: SqliteRecords<TrainingRecord>;
let trainings: Trainings;
let feed: ListFeed;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  folder = temporaryFolder();
  database = openDatabase(folder.path);
  database.pragma("synchronous = OFF");
  records = new SqliteRecords(database, "trainings", TrainingRecord);
  const log = new MemoryLog();
  trainings = new Trainings(log, records, {
    commands: new MemoryRecords(),
    series: { log, store: new MemorySeries(), slices: new Turns(), onError },
  });
  feed = new ListFeed(trainings, { maxBufferedBytes: 1000, onError });
});
afterEach(() => {
  feed.close();
  database.close();
  folder[Symbol.dispose]();
  vi.useRealTimers();
});

async function report(id: string, details: { loss: number; metrics?: Record<string, number> }) {
  const training = await trainings.findOrRegister(id);
  const batch = training.begin();
  batch.add({ details, received_at: "2026-01-01T00:00:00.000Z" });
  await training.commit(batch);
}

async function reportAll(count: number, metrics: Record<string, number> = {}) {
  for (let index = 0; index < count; index += 1) await report(`run-${index}`, { loss: 1, metrics });
}

/** What a viewer makes of the messages: the loss of each training in its list. */
function listOf({ sent }: FakeSocket): Map<string, number | null> {
  const list = new Map<string, number | null>();
  for (const message of sent) {
    if (message["snapshot"] === true) list.clear();
    for (const { job_id, loss } of message["trainings"] as TrainingSummary[]) list.set(job_id, loss);
    for (const id of (message["removed"] ?? []) as string[]) list.delete(id);
  }
  return list;
}

/** Holds up the reading of the list at its next slice, or the one after so many. */
function holdReading(after = 0) {
  const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const list = records.list.bind(records);
  let left = after;
  vi.spyOn(records, "list").mockImplementation(async (limit, cursor) => {
    left -= 1;
    if (left === -1) {
      reached.resolve();
      await released.promise;
    }
    return list(limit, cursor);
  });
  return { reached: reached.promise, release: released.resolve };
}

const stalled = () => Object.assign(new FakeSocket(), { bufferedBytes: 500 });
const settled = () => new Promise((resolve) => setImmediate(resolve));

it("changes and deletions made while the snapshot is read follow it", async () => {
  await reportAll(50);
  const hold = holdReading(1);
  const socket = new FakeSocket();
  const joining = feed.join(socket);
  await hold.reached;
  await report("run-49", { loss: 7 });
  await trainings.delete("run-48", true);
  await report("new", { loss: 3 });
  vi.advanceTimersByTime(1000);
  hold.release();
  await joining;
  await vi.waitFor(() => expect(listOf(socket).get("run-49")).toBe(7));
  expect(listOf(socket).get("new")).toBe(3);
  expect([listOf(socket).size, listOf(socket).has("run-48")]).toEqual([50, false]);
  await report("run-1", { loss: 8 });
  vi.advanceTimersByTime(1000);
  expect(listOf(socket).get("run-1")).toBe(8);
});

it("a list too long for one message is sent in parts, each once the socket took the one before", async () => {
  await reportAll(40, manyMetrics);
  const socket = stalled();
  await feed.join(socket);
  await settled();
  expect(socket.sent.map(({ snapshot }) => snapshot)).toEqual([true]);
  await report("run-39", { loss: 7 });
  vi.advanceTimersByTime(1000);
  expect(socket.sent).toHaveLength(1);
  socket.drain();
  await vi.waitFor(() => expect(listOf(socket).get("run-39")).toBe(7));
  expect(listOf(socket).size).toBe(40);
  expect(socket.sent.map(({ snapshot = false }) => snapshot).indexOf(true, 1)).toBe(-1);
  for (const message of socket.sent) expect(JSON.stringify(message).length).toBeLessThan(maxPageLength + 100);
});

it("changes too long for one message are sent in parts too", async () => {
  await reportAll(40, manyMetrics);
  const socket = new FakeSocket();
  await feed.join(socket);
  await vi.waitFor(() => expect(listOf(socket).size).toBe(40));
  await settled();
  const before = socket.sent.length;
  for (let index = 0; index < 40; index += 1) await report(`run-${index}`, { loss: 2 });
  vi.advanceTimersByTime(1000);
  await vi.waitFor(() => expect([...listOf(socket).values()].every((loss) => loss === 2)).toBe(true));
  expect(socket.sent.length - before).toBeGreaterThan(1);
});

it("a socket that was too slow for changes is sent them once it has caught up", async () => {
  await reportAll(2);
  const socket = new FakeSocket();
  await feed.join(socket);
  socket.bufferedBytes = 1001;
  for (const loss of [5, 6]) {
    await report("run-0", { loss });
    vi.advanceTimersByTime(1000);
  }
  await settled();
  expect(socket.sent).toHaveLength(1);
  socket.drain();
  await vi.waitFor(() => expect(listOf(socket).get("run-0")).toBe(6));
});

it("a socket that missed more than a snapshot holds is sent a snapshot", async () => {
  const socket = new FakeSocket();
  await feed.join(socket);
  socket.bufferedBytes = 1001;
  await reportAll(1001);
  vi.advanceTimersByTime(1000);
  socket.drain();
  await vi.waitFor(() => expect(listOf(socket).size).toBe(1000));
  expect(socket.sent.map(({ snapshot = false }) => snapshot)).toEqual([true, true]);
});

it("nothing follows for a socket that left while a part was read", async () => {
  await reportAll(40, manyMetrics);
  const socket = stalled();
  const leave = await feed.join(socket);
  const hold = holdReading();
  socket.drain();
  await hold.reached;
  leave();
  hold.release();
  await settled();
  await report("run-0", { loss: 2 });
  vi.advanceTimersByTime(1000);
  expect(socket.sent).toHaveLength(1);
});

it("a socket that joins again and again is sent the rest of one snapshot only", async () => {
  await reportAll(40, manyMetrics);
  const socket = stalled();
  for (let count = 0; count < 5; count += 1) await feed.join(socket);
  await settled();
  expect(socket.sent).toHaveLength(5);
  socket.drain();
  await vi.waitFor(() => expect(listOf(socket).size).toBe(40));
  await settled();
  const listed = socket.sent.slice(5).flatMap(({ trainings: part }) => part as TrainingSummary[]);
  expect(new Set(listed.map(({ job_id }) => job_id)).size).toBe(listed.length);
});

it("what a viewer may see is found behind any number of trainings that it may not", async () => {
  await report("mine", { loss: 4 });
  await reportAll(6000);
  const socket = new FakeSocket();
  await feed.join(socket, (id) => id === "mine");
  expect(listOf(socket)).toEqual(new Map([["mine", 4]]));
}, 20_000);
