import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { repository } from "./harness/server-process.ts";

const cli = join(repository, "apps/conformance/dist/main.js");
const serverCommand = `${process.execPath} ${join(repository, "packages/server/dist/main.js")} --port {port} --data {data} --no-demo --heartbeat-seconds 1`;

describe("the conformance suite", () => {
  it("finds the server conformant: every case passes, none is left out", async () => {
    const folder = mkdtempSync(join(tmpdir(), "trainwire-conformance-"));
    const report = join(folder, "report.json");
    const args = [
      "run",
      "--role",
      "server",
      "--server-cmd",
      serverCommand,
      "--report",
      `json=${report}`,
      "--time-scale",
      "3",
    ];
    const run = await execa(process.execPath, [cli, ...args], { reject: false, all: true });
    expect(run.exitCode, run.all).toBe(0);
    const { cases } = JSON.parse(readFileSync(report, "utf8")) as { cases: { verdict: string }[] };
    expect(cases.length).toBeGreaterThan(100);
    expect(new Set(cases.map((each) => each.verdict))).toEqual(new Set(["pass"]));
    rmSync(folder, { recursive: true });
  });
});
