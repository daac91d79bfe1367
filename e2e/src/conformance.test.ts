import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { repository } from "./harness/server-process.ts";

const cli = join(repository, "apps/conformance/dist/main.js");
const server = `${process.execPath} ${join(repository, "packages/server/dist/main.js")}`;
const recipes = `--recipes ${join(repository, "e2e/src/trainers/recipes")} --max-trainings 4`;
const options = `--port {port} --data {data} --no-demo --heartbeat-seconds 1 --cancel-grace-seconds 2 ${recipes}`;
const makeToken = `${server} token create --data {data} --name suite --scope admin > {data}/token`;
const withTokens = `sh -c '[ -s {data}/token ] || ${makeToken}; exec ${server} ${options} --tokens required'`;

interface CaseReport {
  readonly id: string;
  readonly verdict: string;
}

/** The verdict on every case that the suite has for servers. */
async function verdictsOn(...target: string[]): Promise<readonly CaseReport[]> {
  const folder = mkdtempSync(join(tmpdir(), "trainwire-conformance-"));
  const report = join(folder, "report.json");
  const suite = ["--recipe", "leaves-files", "--report", `json=${report}`, "--time-scale", "3"];
  const args = ["run", "--role", "server", ...target, ...suite];
  const run = await execa(process.execPath, [cli, ...args], { reject: false, all: true });
  expect(run.exitCode, run.all).toBe(0);
  const { cases } = JSON.parse(readFileSync(report, "utf8")) as { cases: CaseReport[] };
  rmSync(folder, { recursive: true });
  return cases;
}

describe("the conformance suite", () => {
  it("finds the server conformant where tokens are required: every case passes, none is left out", async () => {
    const cases = await verdictsOn("--server-cmd", withTokens, "--token-file", "{data}/token");
    expect(cases.length).toBeGreaterThan(100);
    expect(cases.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
  });

  it("finds the server conformant where they are off: only cases about tokens do not apply", async () => {
    const cases = await verdictsOn("--server-cmd", `${server} ${options}`);
    const others = cases.filter(({ verdict }) => verdict !== "pass");
    const leftOut = others.filter(
      ({ id, verdict }) => verdict === "not_applicable" && id.startsWith("auth-"),
    );
    expect(leftOut.length).toBeGreaterThan(0);
    expect(others).toEqual(leftOut);
  });

  it.each([
    ["in version 1", []],
    ["in the second, which changes how it is said and nothing of what is", ["--draft"]],
  ])("finds a server that also speaks drafts conformant, %s", async (_how, flags) => {
    const cases = await verdictsOn("--server-cmd", `${server} ${options} --draft-versions`, ...flags);
    const others = cases.filter(({ id, verdict }) => verdict !== "pass" && !id.startsWith("auth-"));
    expect(others).toEqual([]);
  });
});
