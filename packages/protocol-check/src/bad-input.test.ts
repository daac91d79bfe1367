/// <reference types="node" />
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyProtocol, type ProtocolCopy } from "./testing/protocol-copy.ts";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

let copy: ProtocolCopy;
beforeEach(() => {
  copy = copyProtocol();
});
afterEach(() => copy[Symbol.dispose]());

async function run(
  ...args: string[]
): Promise<{ exitCode: number | undefined; stderr: string; stdout: string }> {
  const { exitCode, stderr, stdout } = await execa("node", [main, ...args], {
    cwd: copy.folder,
    reject: false,
  });
  return { exitCode, stderr, stdout };
}

async function refusal(...args: string[]): Promise<string> {
  const { exitCode, stderr, stdout } = await run(...args);
  expect({ exitCode, stdout, lines: stderr.split("\n").length }).toEqual({
    exitCode: 2,
    stdout: "",
    lines: 1,
  });
  return stderr;
}

describe("the command line refuses in one line, with exit code 2,", { timeout: 60_000 }, () => {
  it("a release that is not there", async () => {
    expect(await refusal("check", "--from", "0.1")).toContain("no release 0.1 is frozen here; there is 0.9");
  });

  it("what is no git ref", async () => {
    await copy.commit("as it is");
    expect(await refusal("check", "--from", "no-such-branch")).toContain(
      '"no-such-branch" is no version known here',
    );
  });

  it("a git ref where there is no repository", async () => {
    expect(await refusal("check", "--from", "main")).toContain('"main" is no version known here');
  });

  it("a package that npm does not find", async () => {
    expect(await refusal("check", "--from", "npm:file:./missing.tgz")).toContain(
      "npm does not find file:./missing.tgz",
    );
  });

  it("a packed package that is not there, or is none", async () => {
    expect(await refusal("check", "--from", "missing.tgz")).toContain("there is no file missing.tgz");
    writeFileSync(join(copy.folder, "text.tgz"), "no package");
    expect(await refusal("check", "--from", "text.tgz")).toContain("text.tgz");
  });

  it("a folder without the protocol", async () => {
    copy.write("empty/readme", "");
    expect(await refusal("check", "--to", "./empty", "--from", ".")).toContain(
      "/empty holds no @trainwire/protocol",
    );
  });

  it("sources that cannot be bundled", async () => {
    copy.write("packages/protocol/src/index.ts", "export const = 1;");
    expect(await refusal("check")).toContain("cannot be bundled");
  });

  it("a protocol without a registry of its messages", async () => {
    copy.write("packages/protocol/src/index.ts", "export const limits = {};");
    expect(await refusal("check")).toContain("no protocol that can be checked: messages");
  });

  it("a frozen corpus that is not JSON", async () => {
    copy.write("packages/protocol/spec/releases/0.9/corpus/ping.json", "{");
    expect(await refusal("check")).toMatch(/corpus.ping\.json cannot be read as JSON/);
  });

  it("malformed YAML among the allowed things, and what they may not hold", async () => {
    copy.write("packages/protocol/spec/allowed.yaml", "lints: [}");
    expect(await refusal("check")).toContain("allowed.yaml is not YAML");
    copy.write(
      "packages/protocol/spec/allowed.yaml",
      "changes:\n  - change: a\n    from: '0.9'\n    reason: so\n",
    );
    expect(await refusal("check")).toContain("changes.0.reason: must say why");
  });

  it("a changeset that is none", async () => {
    copy.write(".changeset/odd.md", "---\n'@trainwire/protocol': [\n---\n");
    expect(await refusal("check")).toContain(".changeset/odd.md is no changeset");
  });

  it("a report of no known format, and one that cannot be written", async () => {
    expect(await refusal("check", "--report", "pdf=x.pdf")).toContain("--report takes md=FILE");
    copy.write("file", "");
    expect(await refusal("check", "--report", "md=file/x.md")).toContain("file/x.md cannot be written");
  });

  it("to freeze a release anew, or under another version's name", async () => {
    expect(await refusal("freeze", "0.9")).toContain("release 0.9 is frozen already");
    expect(await refusal("freeze", "7.0")).toContain("it cannot be frozen as 7.0");
    expect(await refusal("freeze", "next")).toContain("a release is named like 1.0");
  });
});

describe("the command line", { timeout: 60_000 }, () => {
  it("refuses options that it does not know, and shows where help is", async () => {
    const { exitCode, stderr } = await run("check", "--form", "0.9");
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("--help shows"),
    });
  });

  it("explains itself", async () => {
    const { exitCode, stdout } = await run("check", "--help");
    expect(exitCode).toBe(0);
    for (const word of ["npm:@trainwire/protocol@0.9.0", "Exit codes", "both directions"])
      expect(stdout).toContain(word);
  });

  it("exits with 1 for a break, and with 0 once a major release is declared", async () => {
    copy.edit("src/viewer-messages.ts", "after_seq: Seq.optional()", "after_seq: Seq");
    const before = await run("check", "--report", "md=out/report.md");
    expect(before.exitCode).toBe(1);
    expect(before.stdout).toContain("no changeset declares one");
    copy.write(
      ".changeset/brave-trains.md",
      "---\n'@trainwire/protocol': major\n---\n\nDemand a position.\n",
    );
    expect(await run("check")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("a major one is declared"),
    });
  });

  it("notices an edit of a frozen release when it is frozen no more", async () => {
    appendFileSync(join(copy.folder, "packages/protocol/spec/releases/0.9/release.json"), " ");
    const { violations } = await import("./freeze/hashes.ts");
    expect(violations(join(copy.folder, "packages/protocol"))).toEqual(["0.9/release.json was edited"]);
    expect(await run("freeze", "0.9", "--replace")).toMatchObject({ exitCode: 0 });
    expect(violations(join(copy.folder, "packages/protocol"))).toEqual([]);
  });
});
