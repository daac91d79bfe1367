import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { conformance } from "./harness/conformance.ts";
import { GuardedServer } from "./harness/guarded-server.ts";
import { Program, python } from "./harness/program.ts";
import { repository } from "./harness/server-process.ts";

const sdk = join(repository, "sdks/python/src");
const script = `
import sys
from trainwire import Reporter
with Reporter(sys.argv[1], name="with a token") as reporter:
    for step in range(1, 101):
        reporter.log(step=step, total_steps=100, loss=1 / step)
`;

/** Runs Python with the SDK to its end, and returns what it printed. */
async function runPython(settings: Record<string, string>, ...args: string[]): Promise<string> {
  const assignments = Object.entries({ PYTHONPATH: sdk, ...settings }).map((entry) => entry.join("="));
  await using program = new Program("env", [...assignments, python, ...args]);
  expect(await program.ended, program.output).toBe(0);
  return program.output;
}

describe("a server that wants tokens", () => {
  it("takes a Python trainer's records with its token, and what was kept without one by sync", async () => {
    const spool = mkdtempSync(join(tmpdir(), "trainwire-spool-"));
    await using server = await GuardedServer.start();
    const { token } = await server.createToken({ name: "gpu", scopes: ["publish"], train_ids: "job_*" });
    const place = { TRAINWIRE_URL: server.url, TRAINWIRE_SPOOL_DIR: spool };
    const said = await runPython({ ...place, TRAINWIRE_TOKEN: token }, "-c", script, "job_1");
    const without = await runPython({ ...place, TRAINWIRE_TOKEN: "" }, "-c", script, "job_2");
    expect(without.match(/wants another token/g)).toHaveLength(1);
    const sent = await runPython({ TRAINWIRE_TOKEN: token }, "-m", "trainwire", "sync", spool);
    for (const id of ["job_1", "job_2"]) {
      expect(await server.read(`trainings/${id}`)).toMatchObject({ status: "completed", current_step: 100 });
    }
    expect([said, without, sent, server.process.output].join()).not.toContain(token);
    rmSync(spool, { recursive: true });
  });

  it("is conformant, also over crashes, to those who show one; and refuses those who do not", async () => {
    const folder = mkdtempSync(join(tmpdir(), "trainwire-token-"));
    const main = `"${process.execPath}" "${join(repository, "packages/server/dist/main.js")}"`;
    const start = join(folder, "start.sh");
    writeFileSync(
      start,
      `[ -f "$2/token" ] || ${main} token create --data "$2" --name suite --scope admin > "$2/token"
exec ${main} --port "$1" --data "$2" --no-demo --heartbeat-seconds 1 --tokens required`,
    );
    const target = ["--role", "server", "--server-cmd", `sh ${start} {port} {data}`, "--time-scale", "3"];
    const refused = await conformance(...target, "--case", "fanout-001");
    expect(refused.exitCode, refused.output).toBe(1);
    const run = await conformance(...target, "--token-file", "{data}/token");
    // Eleven cases concern recipes, which this server is given none of.
    expect(run.output).toMatch(/^conformant: \d{3} passed, 0 failed, 0 warned, 11 not applicable/m);
    expect(run.exitCode, run.output).toBe(0);
    rmSync(folder, { recursive: true });
  });
});
