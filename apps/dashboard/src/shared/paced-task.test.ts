import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pacedTask } from "./paced-task.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.stubGlobal("requestAnimationFrame", (callback: () => void) => setTimeout(callback, 16));
  vi.stubGlobal("cancelAnimationFrame", clearTimeout);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("runs once in the next frame, however often it was asked", () => {
  const run = vi.fn();
  const task = pacedTask(run);
  task.request();
  task.request();
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(16);
  expect(run).toHaveBeenCalledTimes(1);
});

test("runs at most ten times a second, and the last request is never lost", () => {
  const run = vi.fn();
  const task = pacedTask(run);
  for (let ms = 0; ms < 1000; ms++) {
    task.request();
    vi.advanceTimersByTime(1);
  }
  const during = run.mock.calls.length;
  expect(during).toBeGreaterThan(5);
  expect(during).toBeLessThanOrEqual(10);
  task.request();
  vi.advanceTimersByTime(200);
  expect(run).toHaveBeenCalledTimes(during + 1);
});

test("after cancel nothing runs", () => {
  const run = vi.fn();
  const task = pacedTask(run);
  task.request();
  task.cancel();
  vi.advanceTimersByTime(1000);
  expect(run).not.toHaveBeenCalled();
});
