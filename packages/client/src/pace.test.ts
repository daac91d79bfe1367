import { expect, test } from "vitest";
import { ObservableValue } from "./observable.ts";
import { Pace } from "./pace.ts";

/** A paced value on a clock of its own, and when its listener was told what. */
function pacedValue() {
  let nowMs = 1000;
  let timer: { atMs: number; callback: () => void } | null = null;
  const pace = new Pace({
    nowMs: () => nowMs,
    after: (delayMs, callback) => {
      timer = { atMs: nowMs + delayMs, callback };
      return () => {
        timer = null;
      };
    },
  });
  const value = new ObservableValue(0, pace);
  const told: [atMs: number, value: number][] = [];
  value.subscribe(() => told.push([nowMs, value.get()]));
  const passTo = (toMs: number, isThrottled = false): void => {
    if (!isThrottled && timer !== null && timer.atMs <= toMs) {
      const { atMs, callback } = timer;
      nowMs = atMs;
      timer = null;
      callback();
    }
    nowMs = toMs;
  };
  return { value, told, passTo, isPending: () => timer !== null };
}

test("tells the first change at once, and those soon after it together a frame later", () => {
  const { value, told, passTo, isPending } = pacedValue();
  for (const next of [1, 2, 3]) value.set(next);
  expect(value.get()).toBe(3);
  passTo(1005);
  value.set(4);
  expect(told).toEqual([[1000, 1]]);
  passTo(1020);
  expect(told).toEqual([
    [1000, 1],
    [1016, 4],
  ]);
  expect(isPending()).toBe(false);
  passTo(1100);
  value.set(5);
  expect(told.at(-1)).toEqual([1100, 5]);
});

test("a timer that a hidden page holds back delays no later change", () => {
  const { value, told, passTo, isPending } = pacedValue();
  for (const next of [1, 2]) value.set(next);
  passTo(1030, true);
  value.set(3);
  expect(told).toEqual([
    [1000, 1],
    [1030, 3],
  ]);
  expect(isPending()).toBe(false);
});

test("a clock that is set back holds nothing up", () => {
  const { value, told, passTo } = pacedValue();
  value.set(1);
  passTo(10);
  value.set(2);
  expect(told.at(-1)).toEqual([10, 2]);
});

test("flush tells what is held back, once; silence lets go of it", () => {
  const { value, told, isPending } = pacedValue();
  value.set(1);
  value.flush();
  expect(told).toHaveLength(1);
  value.set(2);
  value.flush();
  expect(told).toHaveLength(2);
  value.set(3);
  value.silence();
  value.flush();
  expect(told).toHaveLength(2);
  expect(isPending()).toBe(false);
});
