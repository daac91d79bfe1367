import { expect, test } from "vitest";
import { deadlineOf, type TrainingFacts } from "./patience.ts";

const patience = {
  speakMs: 30_000,
  progressMs: 60_000,
  graceMs: 10_000,
  trainingMs: 300_000,
  stopMs: 10_000,
  cancelMs: 30_000,
  askMs: 2000,
};
const facts: TrainingFacts = {
  beganAtMs: 1000,
  lastRecordAtMs: undefined,
  promisedSeconds: undefined,
  hasSpoken: false,
  terminalStatus: undefined,
};

test.each<[string, Partial<TrainingFacts>, number, RegExp]>([
  ["a trainer that says nothing", {}, 31_000, /never spoke: no request came within 30 s/],
  ["one that sends no record", { hasSpoken: true }, 31_000, /never spoke: it sent requests, but no record/],
  ["one that promises nothing", { lastRecordAtMs: 5000 }, 65_000, /no progress for 60 s.*--progress-seconds/],
  [
    "one that promises",
    { lastRecordAtMs: 5000, promisedSeconds: 2 },
    17_000,
    /no progress for 12 s though its trainer is alive \(it promised the next record within 2 s\)/,
  ],
  [
    "one whose promise is not finite",
    { lastRecordAtMs: 5000, promisedSeconds: Number.POSITIVE_INFINITY },
    65_000,
    /no progress for 60 s/,
  ],
  ["one that goes on and on", { lastRecordAtMs: 299_000 }, 301_000, /did not end within 300 s/],
  [
    "one that has ended",
    { lastRecordAtMs: 5000, terminalStatus: "completed" },
    15_000,
    /still alive 10 s after it reported completed/,
  ],
])("the suite's patience with %s", (_who, known, atMs, problem) => {
  const deadline = deadlineOf({ ...facts, ...known }, patience);
  expect(deadline.atMs).toBe(atMs);
  expect(deadline.problem).toMatch(problem);
});
