import { expect, it } from "vitest";
import { artifactsToClear, type HeldArtifacts } from "./artifact-retention.ts";

const day = 24 * 60 * 60 * 1000;
const nowMs = 100 * day;
const held: readonly HeldArtifacts[] = [
  { trainId: "ended yesterday", bytes: 10, endedAtMs: nowMs - day },
  { trainId: "paused", bytes: 500, endedAtMs: undefined },
  { trainId: "ended long ago", bytes: 30, endedAtMs: nowMs - 50 * day },
  { trainId: "ended last week", bytes: 20, endedAtMs: nowMs - 7 * day },
];
const cleared = (limits: { days?: number; bytes?: number }) =>
  artifactsToClear(held, limits, nowMs).map(({ trainId }) => trainId);

it("keeps all artifacts without a limit", () => {
  expect(cleared({})).toEqual([]);
});

it("clears those of trainings that ended longer ago than the limit", () => {
  expect(cleared({ days: 30 })).toEqual(["ended long ago"]);
  expect(cleared({ days: 2 })).toEqual(["ended long ago", "ended last week"]);
});

it("clears what ended first, until the rest holds no more bytes than the limit", () => {
  expect(cleared({ bytes: 560 })).toEqual([]);
  expect(cleared({ bytes: 559 })).toEqual(["ended long ago"]);
  expect(cleared({ bytes: 529 })).toEqual(["ended long ago", "ended last week"]);
});

it("never clears what has not ended, however much it holds", () => {
  expect(cleared({ bytes: 1, days: 0.001 })).toEqual([
    "ended long ago",
    "ended last week",
    "ended yesterday",
  ]);
});
