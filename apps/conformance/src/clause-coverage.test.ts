import { clauses } from "@trainwire/protocol";
import { expect, test } from "vitest";
import { cases } from "./cases/manifest.ts";
import { excludedClauses } from "./excluded-clauses.ts";

const covered = new Set<string>(cases.flatMap(({ header }) => header.clauses));
const forServers = Object.entries(clauses).filter(([, { role }]) => role === "server");

test("every MUST and SHOULD for servers has a case or an exclusion with a reason", () => {
  const open = forServers
    .filter(([, { level }]) => level !== "MAY")
    .map(([id]) => id)
    .filter((id) => !covered.has(id) && !Object.hasOwn(excludedClauses, id));
  expect(open).toEqual([]);
});

test("no excluded clause has a case, or no reason", () => {
  const stale = Object.entries(excludedClauses).filter(([id, reason]) => covered.has(id) || reason === "");
  expect(stale).toEqual([]);
});

test("cases for servers prove clauses for servers only", () => {
  const names = new Set(forServers.map(([id]) => id));
  const misplaced = cases.filter(({ header }) => header.clauses.some((id) => !names.has(id)));
  expect(misplaced.map(({ header }) => header.id)).toEqual([]);
});
