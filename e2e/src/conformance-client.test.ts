import { join } from "node:path";
import { expect, it } from "vitest";
import { conformance } from "./harness/conformance.ts";
import { repository } from "./harness/server-process.ts";

it("the client that watches from a terminal is conformant", async () => {
  const main = join(repository, "examples/watch/dist/main.js");
  const target = ["--role", "client", "--client-cmd", `exec "${process.execPath}" "${main}"`];
  const run = await conformance(...target, "--time-scale", "2", "--concurrency", "8");
  expect(run.output).toMatch(/^conformant: \d+ passed, 0 failed, 0 warned, 0 not applicable/m);
  expect(run.exitCode, run.output).toBe(0);
});
