import { expect, test, vi } from "vitest";
import { Pauses } from "./pauses.ts";

const never = new AbortController().signal;

test("a training pauses between two steps, and goes on when told", async () => {
  const pauses = new Pauses();
  const tell = vi.fn();
  await pauses.betweenSteps(never);
  pauses.pause(tell);
  expect(tell).not.toHaveBeenCalled();
  const paused = pauses.betweenSteps(never);
  expect(tell).toHaveBeenCalledTimes(1);
  pauses.pause(tell);
  expect(tell).toHaveBeenCalledTimes(2);
  pauses.resume();
  await paused;
  await pauses.betweenSteps(never);
  expect(tell).toHaveBeenCalledTimes(2);
});

test("one that is resumed before the step is done does not pause", async () => {
  const pauses = new Pauses();
  const tell = vi.fn();
  pauses.pause(tell);
  pauses.resume();
  await pauses.betweenSteps(never);
  expect(tell).not.toHaveBeenCalled();
});

test("one that is to end does not wait", async () => {
  const pauses = new Pauses();
  const stop = new AbortController();
  pauses.pause(() => undefined);
  const paused = pauses.betweenSteps(stop.signal);
  stop.abort();
  await paused;
  pauses.pause(() => expect.unreachable());
  await pauses.betweenSteps(stop.signal);
});
