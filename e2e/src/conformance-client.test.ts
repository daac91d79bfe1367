import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withoutChromium } from "./harness/chromium.ts";
import { conformance } from "./harness/conformance.ts";
import { repository } from "./harness/server-process.ts";

/** The command line that starts a program as the client under test. */
function client(program: string): string[] {
  const command = `exec "${process.execPath}" "${join(repository, program)}"`;
  return ["--role", "client", "--client-cmd", command, "--time-scale", "2"];
}

describe("the conformance suite", () => {
  it("finds the client conformant that watches from a terminal", async () => {
    const run = await conformance(...client("examples/watch/dist/main.js"), "--concurrency", "8");
    expect(run.output).toMatch(/^conformant: \d+ passed, 0 failed, 0 warned, 0 not applicable/m);
    expect(run.exitCode, run.output).toBe(0);
  });

  it.skipIf(withoutChromium)("finds the dashboard conformant, in a browser", async () => {
    const target = client("e2e/src/programs/dashboard-viewer.ts");
    const run = await conformance(...target, "--client-shows", "newest", "--concurrency", "3");
    // Three cases concern clients that show every update.
    expect(run.output).toMatch(/^conformant: \d+ passed, 0 failed, 0 warned, 3 not applicable/m);
    expect(run.exitCode, run.output).toBe(0);
  });
});
