import { expect, it } from "vitest";
import { requestIdOf } from "./request-id.ts";

it("a request keeps the id that a proxy gave it", () => {
  expect(requestIdOf({ headers: { "x-request-id": "1-67891233-abcdef012345678912345678" } })).toBe(
    "1-67891233-abcdef012345678912345678",
  );
});

it.each(["", "a b", 'x","level":60', "line\nbreak", "a".repeat(129), "ä"])("%j is replaced", (given) => {
  expect(requestIdOf({ headers: { "x-request-id": given } })).toMatch(/^[\da-f-]{36}$/);
});

it("a request without an id gets one of its own", () => {
  expect(requestIdOf({ headers: {} })).not.toBe(requestIdOf({ headers: {} }));
});
