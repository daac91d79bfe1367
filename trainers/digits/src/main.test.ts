import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { IngestServer } from "./testing/ingest-server.ts";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const small = ["--hidden=4", "--batch-size=500", "--report-every=5"];

/** The trainer as a user runs it. `ended` gives its exit status and what it printed. */
function startTrainer(url: URL, ...options: string[]) {
  const child = spawn(process.execPath, [main, ...options], { env: { TRAINWIRE_URL: url.href } });
  const ended = Promise.all([once(child, "exit"), text(child.stdout), text(child.stderr)]).then(
    ([[exitCode, signal], stdout, stderr]) => ({ exitCode, signal, stdout, stderr }),
  );
  return { child, ended, [Symbol.dispose]: () => child.kill("SIGKILL") };
}

test("a whole training: every report is well-formed, and the last one completes it", async () => {
  await using server = await IngestServer.start();
  using trainer = startTrainer(server.url, "--epochs=2", "--train-id=digits-1", "--name=Small", ...small);
  const { exitCode, stdout, stderr } = await trainer.ended;
  expect({ exitCode, stderr, refusals: server.refusals }).toEqual({ exitCode: 0, stderr: "", refusals: [] });
  expect(server.registered).toMatchObject({ train_id: "digits-1", name: "Small", tags: ["digits"] });
  const { reports } = server;
  expect(reports.map(({ status }) => status).filter(Boolean)).toEqual(["starting", "running", "completed"]);
  expect(reports.find(({ current_step }) => current_step === 5)).toMatchObject({
    total_steps: 34,
    total_epochs: 2,
    learning_rate: expect.any(Number) as number,
    metrics: { train_accuracy: expect.any(Number) as number },
  });
  expect(reports.at(-1)).toMatchObject({
    status: "completed",
    current_step: 34,
    current_epoch: 2,
    eta_seconds: 0,
  });
  expect(stdout.split("\n").filter((line) => line.startsWith("epoch"))).toHaveLength(3);
});

test("SIGTERM ends it as cancelled, with exit status 0", async () => {
  await using server = await IngestServer.start();
  using trainer = startTrainer(server.url, "--epochs=1000", ...small);
  await server.until(() => server.reports.some(({ loss }) => loss !== undefined));
  trainer.child.kill("SIGTERM");
  expect(await trainer.ended).toMatchObject({ exitCode: 0, signal: null, stderr: "" });
  expect(server.reports.at(-1)?.status).toBe("cancelled");
});

test("a viewer's cancel ends it as cancelled, and is acknowledged", async () => {
  await using server = await IngestServer.start();
  server.commands = [{ command_id: "c1", name: "cancel" }];
  using trainer = startTrainer(server.url, "--epochs=1000", ...small);
  expect(await trainer.ended).toMatchObject({ exitCode: 0, stderr: "" });
  expect(server.reports.at(-1)?.status).toBe("cancelled");
});

test("NaN is reported and ends it as failed, with exit status 1 and the reason", async () => {
  await using server = await IngestServer.start();
  using trainer = startTrainer(server.url, "--learning-rate=1e200", "--quiet", ...small);
  expect(await trainer.ended).toMatchObject({
    exitCode: 1,
    stdout: "",
    stderr: expect.stringMatching(
      /^failed: the loss is NaN at step \d+: lower the learning rate\n$/,
    ) as string,
  });
  expect(server.refusals).toEqual([]);
  expect(server.reports.at(-1)).toMatchObject({ status: "failed", loss: null });
  expect(server.reports.at(-1)?.nonfinite).toContainEqual({ name: "loss", value: "NaN" });
});

test.each([
  ["--epochs=0", /must be above zero/],
  ["--epochs=1.5", /must be a whole number/],
  ["--learning-rate=fast", /must be a number above zero/],
  ["--url=ftp://host", /must be like http/],
])("%s is refused with what was expected", async (option, expected) => {
  using trainer = startTrainer(new URL("http://127.0.0.1:9"), option);
  expect(await trainer.ended).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(expected) as string,
  });
});
