import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { conformance } from "./harness/conformance.ts";
import { python, pythonHas } from "./harness/program.ts";
import { repository } from "./harness/server-process.ts";

const lacksPackages =
  !["fastapi", "uvicorn", "websockets"].every(pythonHas) && process.env["CI"] === undefined;
if (lacksPackages)
  console.warn("skipping the Python implementations: pip install fastapi uvicorn websockets");

/** A program of `implementations/`, as a command of the suite. */
function program(folder: string, module: string): string {
  const path = join(repository, "implementations", folder);
  return `PYTHONPATH="${path}" exec "${python}" -m ${module}`;
}

// Each was written from PROTOCOL.md alone: what passes leans on nothing that only the other programs here know.
describe.skipIf(lacksPackages)("the independent implementations in Python", () => {
  it("include a server that conforms: only what it does not offer is not applicable", async () => {
    const server = `${program("python-server", "small_server")} --port {port} --data {data} --heartbeat-seconds 5`;
    const run = await conformance("--role", "server", "--server-cmd", server, "--time-scale", "3");
    expect(run.exitCode, run.output).toBe(0);
    const [, passed] = /^conformant: (\d+) passed, 0 failed, 0 warned/m.exec(run.output) ?? [];
    expect(Number(passed), run.output).toBeGreaterThan(120);
    const leftOut = [...run.output.matchAll(/^ *\d+\/\d+ n\/a +(\w+)-/gm)].map(([, group]) => group);
    expect(new Set(leftOut)).toEqual(new Set(["artifact", "auth", "command", "log", "recipe"]));
  });

  it("include a client that conforms in every case", async () => {
    const client = program("python-client", "small_client");
    const run = await conformance("--role", "client", "--client-cmd", client, "--time-scale", "2");
    expect(run.exitCode, run.output).toBe(0);
    expect(run.output).toMatch(/^conformant: \d+ passed, 0 failed, 0 warned, 0 not applicable/m);
  });
});
