import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TrainingsPage, UpdatesPage } from "@trainwire/protocol";
import { execa } from "execa";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { conformance, conformanceCli, suiteContainers, withoutImages } from "./harness/conformance.ts";
import { repository, ServerProcess } from "./harness/server-process.ts";

const serverCommand = `${process.execPath} ${join(repository, "packages/server/dist/main.js")} --port {port} --data {data} --no-demo --heartbeat-seconds 1`;
const serverImage = "trainwire/server --heartbeat-seconds 1";
const pytorch = "trainwire/trainer-pytorch --smoke --steps 150";
const lora = "trainwire/trainer-huggingface-lora --smoke --base-steps 10 --steps 60";
const slowly = ["--time-scale", "3", "--ready-seconds", "90"];

const faulty = (mode: string) => [
  "--role",
  "trainer",
  "--trainer-image",
  `trainwire/trainer-faulty --mode ${mode}`,
];

describe.skipIf(withoutImages)("containers", { timeout: 300_000 }, () => {
  afterEach(() => expect(suiteContainers()).toEqual([]));

  it("the PyTorch trainer conforms", async () => {
    const run = await conformance("--role", "trainer", "--trainer-image", pytorch, ...slowly);
    expect(run.output).toMatch(/^conformant: 19 passed, 0 failed, 0 warned, 1 not applicable/m);
    expect(run.exitCode, run.output).toBe(0);
  });

  it("the LoRA trainer conforms", async () => {
    const run = await conformance("--role", "trainer", "--trainer-image", lora, ...slowly);
    expect(run.output).toMatch(/^conformant: \d+ passed, 0 failed, 0 warned, 1 not applicable/m);
    expect(run.exitCode, run.output).toBe(0);
  });

  it.each([
    ["a server process", ["--server-cmd", serverCommand]],
    ["the server's image", ["--server-image", serverImage]],
  ])("the PyTorch trainer conforms together with %s", async (_what, server) => {
    const targets = [...server, "--trainer-image", pytorch];
    const run = await conformance("--role", "system", ...targets, ...slowly);
    expect(run.output).toMatch(/^conformant: 10 passed, 0 failed, 0 warned, 0 not applicable/m);
    expect(run.exitCode, run.output).toBe(0);
  });

  it("the server's image conforms; 7 cases about tokens and 11 about what it starts do not apply while it has neither", async () => {
    const run = await conformance("--role", "server", "--server-image", serverImage, "--time-scale", "3");
    expect(run.output).toMatch(/^conformant: \d{3} passed, 0 failed, 0 warned, 18 not applicable/m);
    expect(run.exitCode, run.output).toBe(0);
  });

  it("the PyTorch trainer learns: its loss falls by more than 2 nats, also on text it never saw", async () => {
    await using server = await ServerProcess.start("--no-demo", "--heartbeat-seconds", "1");
    const targets = ["--server", server.url, "--trainer-image", pytorch];
    const run = await conformance("--role", "system", ...targets, "--case", "system-008", ...slowly);
    expect(run.exitCode, run.output).toBe(0);
    const { trainings } = TrainingsPage.parse(await (await fetch(`${server.url}/api/v1/trainings`)).json());
    const updates = `${server.url}/api/v1/trainings/${trainings[0]?.job_id}/updates?limit=5000`;
    const page = UpdatesPage.parse(await (await fetch(updates)).json());
    const curveOf = (name: "loss" | "eval_loss") =>
      page.updates.flatMap(({ data }) => data.details[name] ?? []);
    const [first = Number.NaN] = curveOf("loss");
    expect(first - (curveOf("loss").at(-1) ?? first)).toBeGreaterThan(2);
    expect(first - (curveOf("eval_loss").at(-1) ?? first)).toBeGreaterThan(2);
  });

  it.each<[string, string, number, RegExp, number]>([
    ["crash", "trainer-course-003", 1, /reported no end: its process ended with code 1\n[^]*CUDA error/, 30],
    ["hang", "trainer-course-003", 1, /no progress for 12 s though its trainer is alive/, 40],
    ["silent", "trainer-course-001", 1, /the trainer never spoke: no request came within 10 s/, 30],
    ["nan", "trainer-course-005", 0, /conformant: 1 passed/, 30],
    ["flood", "trainer-course-003", 1, /sent more than 20000 records, the most that the suite keeps/, 60],
    ["ignores-term", "trainer-stop-001", 1, /the trainer was still running 10 s after TERM/, 60],
    [
      "exits-at-once",
      "trainer-course-001",
      1,
      /never spoke: its process ended with code 1, and wrote no/,
      20,
    ],
    [
      "out-of-memory --most-mb 128",
      "trainer-course-003",
      1,
      /reported no end: its process ended with code 1\n[^]*MemoryError/,
      30,
    ],
    [
      "out-of-gpu-memory",
      "trainer-course-003",
      1,
      /reported no end: its process ended with code 1\n[^]*CUDA out of memory/,
      30,
    ],
    ["cut-checkpoint", "trainer-course-003", 1, /reported no end: its process ended with code 134/, 30],
    ["cut-checkpoint-in-place", "trainer-course-003", 1, /its process ended with code 134/, 30],
  ])("the faulty trainer's mode %s is judged by %s", async (mode, id, exitCode, message, withinSeconds) => {
    // What ignores TERM trains without end: there is no need to wait for its end first.
    const trainingSeconds = mode === "ignores-term" ? "5" : "30";
    const patience = ["--ready-seconds", "10", "--training-seconds", trainingSeconds];
    const run = await conformance(...faulty(mode), "--case", id, ...patience);
    expect(run.output).toMatch(message);
    expect(run.exitCode).toBe(exitCode);
    expect(run.seconds).toBeLessThan(withinSeconds);
  });

  it("the suite's own image judges a server on this machine, and leaves its report in a mounted folder", async () => {
    await using server = await ServerProcess.start("--no-demo");
    const reports = mkdtempSync(join(tmpdir(), "trainwire-reports-"));
    onTestFinished(() => rmSync(reports, { recursive: true }));
    chmodSync(reports, 0o777);
    const suite = ["run", "--rm", "--init", "--network", "host", "--volume", `${reports}:/work`];
    const one = ["trainwire/conformance", "run", "--case", "handshake-001", "--report", "json=report.json"];
    const judged = await execa("docker", [...suite, ...one, "--server", server.url], { all: true });
    expect(judged.all).toMatch(/^conformant: 1 passed, 0 failed/m);
    const report = JSON.parse(readFileSync(join(reports, "report.json"), "utf8")) as { exit_code: number };
    expect(report.exit_code).toBe(0);
    expect(statSync(join(reports, "report.json")).uid).not.toBe(0);

    await server.end("SIGTERM");
    const gone = [...suite, ...one, "--server", server.url, "--ready-seconds", "1"];
    const refused = await execa("docker", gone, { reject: false, all: true });
    expect(refused.exitCode, refused.all).toBe(3);
  });

  it("an image that cannot be had ends with exit 3 and one clear line", async () => {
    const run = await conformance("--role", "trainer", "--trainer-image", "trainwire/no-such-image");
    expect(run.output).toMatch(
      /^the image trainwire\/no-such-image is not on this machine and cannot be pulled: [^\n]+$/,
    );
    expect(run.exitCode).toBe(3);
  });

  it("--gpus all is asked of Docker: without a GPU it ends with exit 3 and one clear line", async () => {
    const run = await conformance(...faulty("silent"), "--gpus", "all", "--ready-seconds", "10");
    const isRefused =
      /^the image trainwire\/trainer-faulty cannot be started with --gpus all: [^\n]*gpu[^\n]*$/.test(
        run.output,
      );
    // Where there is a GPU that Docker may give away, the trainer starts, and is silent as it should be.
    const isStarted = /the trainer never spoke/.test(run.output) && existsSync("/dev/nvidiactl");
    expect([isRefused, isStarted], run.output).toContain(true);
    expect(run.exitCode).toBe(isRefused ? 3 : 1);
  });

  it("Ctrl-C leaves no container behind", async () => {
    const run = execa(process.execPath, [conformanceCli, "run", ...faulty("silent")], {
      reject: false,
      all: true,
    });
    await expect.poll(() => suiteContainers().length, { timeout: 20_000 }).toBe(1);
    run.kill("SIGINT");
    const { exitCode, all } = await run;
    expect(all).toMatch(/cut short/);
    expect(exitCode).toBe(4);
  });

  it("what a killed run leaves behind is removed by the next", async () => {
    const run = execa(process.execPath, [conformanceCli, "run", ...faulty("silent")], { reject: false });
    await expect.poll(() => suiteContainers().length, { timeout: 20_000 }).toBe(1);
    run.kill("SIGKILL");
    await run;
    expect(suiteContainers()).toHaveLength(1);
    const next = await conformance(...faulty("exits-at-once"), "--case", "trainer-course-001");
    expect(next.exitCode).toBe(1);
  });
});
