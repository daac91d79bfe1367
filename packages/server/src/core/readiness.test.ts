import { expect, it } from "vitest";
import type { StorageStatus } from "./log.ts";
import { Readiness } from "./readiness.ts";

it("a server is unready while its storage fails, and for good once it drains", () => {
  let status: StorageStatus = { ok: true };
  const readiness = new Readiness({ status: () => status });
  expect(readiness.reasons).toEqual([]);
  status = { ok: false, reason: "database or disk is full" };
  expect(readiness.reasons).toEqual(["storage"]);
  readiness.drain();
  expect(readiness.reasons).toEqual(["draining", "storage"]);
  status = { ok: true };
  expect(readiness.reasons).toEqual(["draining"]);
});
