import { expect, test } from "vitest";
import { ReportQueue } from "./report-queue.ts";

const limits = { maxRecords: 100, maxLength: 1000 };
const plain = (text: string) => ({ text, isEssential: false });
const essential = (text: string) => ({ text, isEssential: true });
const textsOf = (queue: ReportQueue): string[] => queue.takeBatch(limits).map(({ text }) => text);

test("gives reports back in order", () => {
  const queue = new ReportQueue(10);
  for (const text of ["1", "2", "3"]) queue.push(plain(text));
  expect(textsOf(queue)).toEqual(["1", "2", "3"]);
  expect(queue.length).toBe(0);
});

test("when full, drops the oldest that is not essential, and counts it", () => {
  const queue = new ReportQueue(2);
  queue.push(essential("status"));
  for (const text of ["1", "2", "3"]) queue.push(plain(text));
  expect(queue.takeDropped()).toBe(2);
  expect(queue.takeDropped()).toBe(0);
  expect(textsOf(queue)).toEqual(["status", "3"]);
});

test("never drops what is essential", () => {
  const queue = new ReportQueue(1);
  queue.push(essential("a"));
  queue.push(plain("1"));
  queue.push(essential("b"));
  expect(queue.takeDropped()).toBe(1);
  expect(textsOf(queue)).toEqual(["a", "b"]);
});

test("a batch holds what one request may, and at least one report", () => {
  const queue = new ReportQueue(10);
  for (const text of ["12345", "12345", "1"]) queue.push(plain(text));
  expect(queue.takeBatch({ maxRecords: 10, maxLength: 3 })).toHaveLength(1);
  expect(queue.takeBatch({ maxRecords: 1, maxLength: 100 })).toHaveLength(1);
  expect(textsOf(queue)).toEqual(["1"]);
});
