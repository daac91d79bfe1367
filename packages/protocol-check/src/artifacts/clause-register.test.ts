/// <reference types="node" />
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repository } from "../testing/protocol-copy.ts";
import { releaseNames, surfaceOfRelease } from "../version/release.ts";
import { readClauseRegister } from "./clause-register.ts";

const protocol = join(repository, "packages/protocol");
const register = readClauseRegister(join(protocol, "spec/clauses.yaml"));
const inForce = register.filter(({ until }) => until === undefined);
const page = readFileSync(join(repository, "PROTOCOL.md"), "utf8");
const written = [...page.matchAll(/^- \*\*\[([A-Z]+-\d\d)\]\*\* (.*)$/gm)].map(([, id, text]) => ({
  id,
  text,
}));

describe("the register of clauses", () => {
  it("holds at least 80 clauses over every part of the wire", () => {
    expect(inForce.length).toBeGreaterThanOrEqual(80);
    const groups = new Set(inForce.map(({ id }) => id.split("-")[0]));
    const parts = [
      "OPEN",
      "MSG",
      "SUB",
      "FAN",
      "RES",
      "END",
      "FLAT",
      "POLL",
      "ING",
      "NUM",
      "LIVE",
      "LIST",
      "RET",
      "SER",
      "AUTH",
    ];
    expect(parts.filter((part) => !groups.has(part))).toEqual([]);
  });

  it("is what PROTOCOL.md says, word for word, and PROTOCOL.md says no other", () => {
    const byId = (a: { id?: string | undefined }, b: { id?: string | undefined }) =>
      (a.id ?? "") < (b.id ?? "") ? -1 : 1;
    const registered = inForce.map(({ id, text }) => ({ id, text }));
    expect(written.sort(byId)).toEqual(registered.sort(byId));
  });

  it("leaves PROTOCOL.md no normative word outside of a clause", () => {
    const strays = page
      .split("\n")
      .filter((line) => /\b(MUST|SHOULD|MAY|SHALL|REQUIRED|RECOMMENDED)\b/.test(line))
      .filter((line) => !/^- \*\*\[[A-Z]+-\d\d\]\*\* /.test(line) && !line.includes("RFC 2119"));
    expect(strays).toEqual([]);
  });

  it.each(releaseNames(protocol))("keeps every id of release %s, in the role that it had", async (name) => {
    const { clauses } = await surfaceOfRelease(protocol, name);
    const known = new Map(register.map(({ id, roles }) => [id, roles[0]]));
    const lost = Object.entries(clauses).filter(([id, { role }]) => known.get(id) !== role);
    expect(lost).toEqual([]);
  });

  it.each([
    ["level: MUST", "level: SHOULD", /clauses\.yaml: OPEN-01\.text: must hold the word of its level/],
    ['since: "0.9"', "since: 0.9", /clauses\.yaml: OPEN-01\.since: /],
    ["cases: ", "case: ", /clauses\.yaml: OPEN-01: /],
    ["- id: OPEN-02", "- id: OPEN-01", /an id stands there twice/],
    ["roles: [server]", "roles: [server", /clauses\.yaml cannot be read: /],
  ])("with %s in the place of %s says what is wrong in one line", (from, to, says) => {
    const folder = mkdtempSync(join(tmpdir(), "trainwire-clauses-"));
    const file = join(folder, "clauses.yaml");
    writeFileSync(file, readFileSync(join(protocol, "spec/clauses.yaml"), "utf8").replace(from, to));
    try {
      expect(() => readClauseRegister(file)).toThrow(says);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
