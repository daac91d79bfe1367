import { clauses } from "@trainwire/protocol";
import { expect, test } from "vitest";
import { cases, serverCases, trainerCases } from "./cases/manifest.ts";
import { excludedClauses } from "./excluded-clauses.ts";

const covered = new Set<string>(cases.flatMap(({ header }) => header.clauses));
const judgedRoles = ["server", "trainer"];

test("every MUST and SHOULD for servers and trainers has a case or an exclusion with a reason", () => {
  const open = Object.entries(clauses)
    .filter(([, { level, role }]) => level !== "MAY" && judgedRoles.includes(role))
    .map(([id]) => id)
    .filter((id) => !covered.has(id) && !Object.hasOwn(excludedClauses, id));
  expect(open).toEqual([]);
});

test("no excluded clause has a case, or no reason", () => {
  const stale = Object.entries(excludedClauses).filter(([id, reason]) => covered.has(id) || reason === "");
  expect(stale).toEqual([]);
});

test.each([
  ["server", serverCases],
  ["trainer", trainerCases],
])("cases for the role %s prove its clauses only", (role, ofRole) => {
  const misplaced = ofRole.filter(({ header }) => header.clauses.some((id) => clauses[id].role !== role));
  expect(misplaced.map(({ header }) => header.id)).toEqual([]);
});
