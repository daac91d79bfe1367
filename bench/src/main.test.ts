import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtProgram } from "./folders.ts";
import { isSound } from "./measurement.ts";
import { readResults } from "./report/files.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trainwire-bench-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function bench(args: readonly string[], env: Record<string, string> = {}) {
  return execa(process.execPath, [builtProgram("main.js"), ...args], { reject: false, env });
}

describe("npm run bench", () => {
  it("runs every scenario quickly, loses nothing and writes its report", { timeout: 240_000 }, async () => {
    const { exitCode, stdout, stderr } = await bench(["--quick", "--out", folder]);
    expect(exitCode, stderr).toBe(0);
    const results = await readResults(join(folder, "report.json"));
    for (const { id, contenders } of results.scenarios) {
      expect(contenders.length, id).toBeGreaterThan(0);
      for (const { title, runs } of contenders) {
        expect(
          runs.map(({ measurement }) => isSound(measurement)),
          `${id}: ${title}`,
        ).toEqual([true]);
      }
    }
    const report = await readFile(join(folder, "report.md"), "utf8");
    expect(stdout).toContain("lost, repeated, faults");
    for (const { title } of results.scenarios) expect(report).toContain(`### ${title}`);
    expect(await readFile(join(folder, "ratios.svg"), "utf8")).toMatch(/^<svg /);
    // On CI everything that the full report shows has to be there.
    const optional = ["nchan", "NATS", "mosquitto"];
    const missing = results.scenarios.flatMap(({ leftOut }) => leftOut.map(({ title }) => title));
    if (process.env["CI"]) expect(missing.filter((title) => !optional.includes(title))).toEqual([]);
  });

  it("compares two reports", async () => {
    const report = join(folder, "report.json");
    const { stdout } = await bench(["compare", report, report]);
    expect(stdout).toMatch(/fan-out-1x1000 .*Trainwire .*0 %/);
  });

  it("says in one line that there is no C compiler", async () => {
    const { exitCode, stderr } = await bench(["--quick"], { CC: "no-such-compiler", XDG_CACHE_HOME: folder });
    expect(exitCode).toBe(3);
    expect(stderr).toBe('No C compiler: "no-such-compiler" was not found. Install gcc, or name one with CC.');
  });

  it("says which scenario there is not", async () => {
    const { exitCode, stderr } = await bench(["--scenario", "none"]);
    expect([exitCode, stderr]).toEqual([2, "There is no scenario none; --help lists them."]);
  });

  it("lists its scenarios in its help", async () => {
    const { stdout } = await bench(["--help"]);
    expect(stdout).toContain("fan-out-1x1000-rate");
  });
});
