import { expect, test } from "vitest";
import { cases } from "./cases/manifest.ts";
import { CaseHeader, serverCase } from "./define-case.ts";

const header = {
  id: "example-001",
  title: "An example of a case",
  clauses: ["SUB-01" as const],
  level: "MUST" as const,
  roles: ["server" as const],
};
const script = () => Promise.resolve();

test("no two cases share an id", () => {
  const ids = cases.map(({ header }) => header.id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test("no two cases share a title", () => {
  const titles = cases.map(({ header }) => header.title);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test("a header gets its defaults", () => {
  const { level: _level, roles: _roles, ...given } = header;
  expect(serverCase(given, script).header).toMatchObject({
    level: "MUST",
    roles: ["server"],
    budgetSeconds: 15,
    requires: [],
    exclusive: false,
  });
});

test.each([
  ["an unknown key", { ...header, clause: "SUB-01" }],
  ["an unknown clause", { ...header, clauses: ["SUB-99"] }],
  ["no clause", { ...header, clauses: [] }],
  ["a malformed id", { ...header, id: "Example-1" }],
  ["a level that none of its clauses has", { ...header, level: "SHOULD" }],
])("a header with %s is refused", (_what, wrong) => {
  expect(CaseHeader.safeParse(wrong).success).toBe(false);
});
