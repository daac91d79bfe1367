import { expect, test } from "vitest";
import { formatAge, formatDuration, formatFineAge, formatSeconds } from "./duration.ts";

test.each([
  [0.42, "0.4 s"],
  [9.96, "10 s"],
  [59.4, "59 s"],
  [59.6, "1 m 00 s"],
  [200, "3 m 20 s"],
  [3900, "1 h 05 m"],
  [183_600, "2 d 3 h"],
  [Number.POSITIVE_INFINITY, "–"],
  [-1, "–"],
])("a duration of %d s reads %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test("counting down shows whole seconds and never less than none", () => {
  expect(formatSeconds(7.4)).toBe("7 s");
  expect(formatSeconds(-3)).toBe("0 s");
  expect(formatSeconds(200)).toBe("3 m 20 s");
});

test("an age is in one unit, and tells tenths only while it is fresh", () => {
  expect(formatFineAge(440)).toBe("0.4 s ago");
  expect(formatFineAge(12_300)).toBe("12 s ago");
  expect(formatAge(59_999)).toBe("59 s ago");
  expect(formatAge(200_000)).toBe("3 m ago");
  expect(formatAge(90_000_000)).toBe("1 d ago");
});

test("a clock that runs behind the server's makes nothing older than now", () => {
  expect(formatAge(-5000)).toBe("0 s ago");
  expect(formatFineAge(-5000)).toBe("0.0 s ago");
});
