/// <reference types="node" />
import { readFileSync } from "node:fs";
import { clauses } from "@trainwire/protocol";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { cases, clientCases, serverCases, trainerCases } from "./cases/manifest.ts";
import { excludedClauses } from "./excluded-clauses.ts";

const covered = new Set<string>(cases.flatMap(({ header }) => header.clauses));
const judgedRoles = ["server", "viewer", "trainer"];

test("every MUST and SHOULD has a case or an exclusion with a reason", () => {
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
  ["viewer", clientCases],
  ["trainer", trainerCases],
])("cases for the role %s prove its clauses only", (role, ofRole) => {
  const misplaced = ofRole.filter(({ header }) => header.clauses.some((id) => clauses[id].role !== role));
  expect(misplaced.map(({ header }) => header.id)).toEqual([]);
});

interface RegisteredClause {
  readonly id: string;
  readonly until?: string;
  readonly cases?: readonly string[];
  readonly excluded?: string;
}

const register = (
  parse(
    readFileSync(new URL("../../../packages/protocol/spec/clauses.yaml", import.meta.url), "utf8"),
  ) as readonly RegisteredClause[]
).filter(({ until }) => until === undefined);

test("the register of clauses names exactly the cases that prove each", () => {
  const proving = (clause: string) =>
    cases.filter(({ header }) => header.clauses.some((id) => id === clause)).map(({ header }) => header.id);
  const registered = register.map(({ id, cases: named = [] }) => ({ id, cases: [...named].sort() }));
  expect(registered).toEqual(register.map(({ id }) => ({ id, cases: proving(id).sort() })));
});

test("the register of clauses excludes what the suite excludes, for the same reason", () => {
  const judged = register.filter(({ id }) => judgedRoles.includes(clauses[id as keyof typeof clauses].role));
  const reasons = judged.flatMap(({ id, excluded }) => (excluded === undefined ? [] : [[id, excluded]]));
  expect(Object.fromEntries(reasons)).toEqual(excludedClauses);
});
