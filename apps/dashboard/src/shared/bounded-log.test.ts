import { expect, test } from "vitest";
import { boundedLog } from "./bounded-log.ts";

test("prints what comes at an ordinary pace as it is", () => {
  const lines: unknown[][] = [];
  const log = boundedLog((...line) => lines.push(line));
  log("Subscription confirmed for:", "t-1", "subscribed");
  expect(lines).toEqual([["Subscription confirmed for:", "t-1", "subscribed"]]);
});

test("cuts a flood short and says by how much", () => {
  const lines: string[] = [];
  let nowMs = 0;
  const log = boundedLog(
    (message) => lines.push(message),
    () => nowMs,
  );
  for (let i = 0; i < 350; i++) log(`line ${i}`);
  expect(lines).toHaveLength(100);
  nowMs = 1000;
  log("later");
  expect(lines.slice(100)).toEqual(["… 250 more lines", "later"]);
});
