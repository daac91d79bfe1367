import { initialState, nextState } from "@trainwire/protocol";
import { expect, test } from "vitest";
import { readingOf, readingText } from "./reading.ts";

const received_at = "2026-01-01T00:00:00.000Z";
const plain = (value: number): string => String(value);

test("a value that was never reported differs from one that was not finite", () => {
  const before = initialState("t", "s");
  const diverged = nextState(before, {
    details: { loss: null, nonfinite: [{ name: "loss", value: "Infinity" }] },
    received_at,
  });
  expect(readingText(readingOf(before, "loss"), plain)).toBe("–");
  expect(readingText(readingOf(diverged, "loss"), plain)).toBe("Infinity");
  expect(readingText(readingOf(diverged, "eval_loss"), plain)).toBe("–");
});

test("a value that is finite again reads as its number, zero included", () => {
  const state = nextState(initialState("t", "s"), { details: { loss: 0 }, received_at });
  expect(readingOf(state, "loss")).toEqual({ kind: "number", value: 0 });
});
