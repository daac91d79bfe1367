import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { conformance } from "./harness/conformance.ts";
import { repository } from "./harness/server-process.ts";

const digits = `exec "${process.execPath}" ${join(repository, "trainers/digits/dist/main.js")} --epochs 3`;
const server = `${process.execPath} ${join(repository, "packages/server/dist/main.js")} --port {port} --data {data} --no-demo --heartbeat-seconds 1`;
const slowly = ["--time-scale", "3"];

describe("the digits trainer", () => {
  it("conforms: it delivers in order, through a server in trouble, and stops when told to", async () => {
    const run = await conformance("--role", "trainer", "--trainer-cmd", digits, ...slowly);
    expect(run.output).toMatch(/^conformant: 19 passed, 0 failed, 0 warned, 1 not applicable/m);
    expect(run.exitCode, run.output).toBe(0);
  });

  it("and the server conform together, before every kind of viewer, also over a crash", async () => {
    const targets = ["--server-cmd", server, "--trainer-cmd", digits];
    const run = await conformance("--role", "system", ...targets, ...slowly);
    expect(run.output).toMatch(/^conformant: 10 passed, 0 failed, 0 warned, 0 not applicable/m);
    expect(run.exitCode, run.output).toBe(0);
  });
});
