import { expect, test } from "vitest";
import { FakeLog } from "../testing/fake-log.ts";
import { mergeTrainings, replaceTrainings, withoutTrainings } from "./trainings-merge.ts";

const older = new FakeLog("older", "s", { createdAt: "2026-01-01T00:00:00Z" });
const newer = new FakeLog("newer", "s", { createdAt: "2026-01-02T00:00:00Z" });

test("new trainings come before older ones", () => {
  const merged = mergeTrainings([older.summary()], [newer.summary()]);
  expect(merged.map(({ job_id }) => job_id)).toEqual(["newer", "older"]);
});

test("a changed training keeps its place", () => {
  const before = [newer.summary(), older.summary()];
  older.append({ loss: 1 });
  const merged = mergeTrainings(before, [older.summary()]);
  expect(merged.map(({ job_id, seq }) => [job_id, seq])).toEqual([
    ["newer", 0],
    ["older", 1],
  ]);
});

test("a late answer undoes nothing", () => {
  const stale = newer.summary();
  newer.append({ loss: 1 });
  expect(mergeTrainings([newer.summary()], [stale])[0]?.seq).toBe(1);
  expect(replaceTrainings([newer.summary()], [stale])[0]?.seq).toBe(1);
});

test("a deleted training leaves the list", () => {
  const left = withoutTrainings([newer.summary(), older.summary()], ["newer", "unheard-of"]);
  expect(left.map(({ job_id }) => job_id)).toEqual(["older"]);
});

test("a whole list removes what it does not hold", () => {
  expect(replaceTrainings([newer.summary(), older.summary()], [older.summary()])).toHaveLength(1);
});
