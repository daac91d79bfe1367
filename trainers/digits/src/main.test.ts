import { expect, test } from "vitest";
import { IngestServer } from "./testing/ingest-server.ts";
import { TrainerProcess } from "./testing/trainer-process.ts";

/** An address where no server is. */
async function emptyAddress(): Promise<URL> {
  await using server = await IngestServer.start();
  return server.url;
}

test("a whole training: every report is well-formed, and the last one completes it", async () => {
  await using server = await IngestServer.start();
  using trainer = new TrainerProcess(server.url, "--epochs=2", "--train-id=digits-1", "--name=Small");
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

test("the token goes with every request, and is neither published nor printed", async () => {
  await using server = await IngestServer.start();
  using trainer = new TrainerProcess(server.url, "--epochs=1", "--token=tw_secret");
  const { exitCode, stdout, stderr } = await trainer.ended;
  expect(exitCode).toBe(0);
  expect([...server.authorizations]).toEqual(["Bearer tw_secret"]);
  expect(JSON.stringify([server.registered, server.reports, stdout, stderr])).not.toContain("tw_secret");
});

test("SIGTERM ends it as cancelled, with exit status 0", async () => {
  await using server = await IngestServer.start();
  using trainer = new TrainerProcess(server.url, "--epochs=1000");
  await server.until(() => server.reports.some(({ loss }) => loss !== undefined));
  trainer.terminate();
  expect(await trainer.ended).toMatchObject({ exitCode: 0, stderr: "" });
  expect(server.reports.at(-1)?.status).toBe("cancelled");
});

test("a viewer's cancel ends it as cancelled, and what it cannot do is refused", async () => {
  await using server = await IngestServer.start();
  server.commands = [
    { command_id: "c1", name: "checkpoint" },
    { command_id: "c2", name: "cancel" },
  ];
  using trainer = new TrainerProcess(server.url, "--epochs=1000");
  expect(await trainer.ended).toMatchObject({ exitCode: 0, stderr: "" });
  expect(server.acks).toEqual([
    { command_id: "c1", state: "refused", reason: "this trainer cannot checkpoint" },
    { command_id: "c2", state: "accepted" },
  ]);
  expect(server.reports.at(-1)?.status).toBe("cancelled");
});

test("it pauses between two steps, is alive while it asks for commands, and goes on where it stood", async () => {
  await using server = await IngestServer.start();
  using trainer = new TrainerProcess(server.url, "--epochs=3");
  await server.until(() => server.reports.some(({ loss }) => loss !== undefined));
  server.commands = [{ command_id: "p1", name: "pause" }];
  await server.until(() => server.acks.length === 2);
  const { length } = server.reports;
  server.commands = [{ command_id: "r1", name: "resume" }];
  expect(await trainer.ended).toMatchObject({ exitCode: 0, stderr: "" });
  expect(server.acks.map(({ command_id, state }) => `${command_id} ${state}`)).toEqual([
    "p1 accepted",
    "p1 done",
    "r1 done",
  ]);
  const statuses = server.reports.flatMap(({ status }) => status ?? []);
  expect(statuses).toEqual(["starting", "running", "paused", "running", "completed"]);
  expect(server.reports[length - 1]).toEqual({ status: "paused", timestamp: expect.any(String) as string });
  expect(server.reports.at(-1)?.current_step).toBe(51);
});

test("NaN is reported and ends it as failed, with exit status 1 and the reason", async () => {
  await using server = await IngestServer.start();
  using trainer = new TrainerProcess(server.url, "--learning-rate=1e200", "--quiet");
  const { exitCode, stdout, stderr } = await trainer.ended;
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  expect(stderr).toMatch(/^failed: the loss is NaN at step \d+: lower the learning rate\n$/);
  expect(server.refusals).toEqual([]);
  expect(server.reports.at(-1)).toMatchObject({ status: "failed", loss: null });
  expect(server.reports.at(-1)?.nonfinite).toContainEqual({ name: "loss", value: "NaN" });
});

test("where a launcher started it, a failure leaves the training open, and the exit status says it", async () => {
  await using server = await IngestServer.start();
  const launched = { url: server.url, launchId: "launch-1" };
  using trainer = new TrainerProcess(launched, "--learning-rate=1e200", "--quiet");
  expect(await trainer.ended).toMatchObject({ exitCode: 1 });
  expect(server.reports.flatMap(({ status }) => status ?? [])).toEqual(["starting", "running"]);
  expect(server.reports.at(-1)?.nonfinite).toContainEqual({ name: "loss", value: "NaN" });
});

test("it trains without a server, says so once, and can still be ended", async () => {
  using trainer = new TrainerProcess(await emptyAddress(), "--epochs=1000");
  await trainer.printed("epoch 1/1000");
  trainer.terminate();
  const { exitCode, stdout } = await trainer.ended;
  expect(exitCode).toBe(0);
  expect(stdout.match(/not published: .*did not answer/g)).toHaveLength(1);
});

test("a second SIGTERM ends it at once", async () => {
  using trainer = new TrainerProcess(await emptyAddress(), "--epochs=1000");
  await trainer.printed("epoch 0/1000");
  trainer.terminate();
  await trainer.printed("cancelling");
  trainer.terminate();
  expect(await trainer.ended).toMatchObject({ exitCode: 143 });
});

test.each([
  ["--epochs=1.5", /must be a whole number/],
  ["--url=ftp://host", /must be like http/],
  ["--train-id=..", /Use 1-128 letters/],
])("%s is refused with what was expected", async (option, expected) => {
  using trainer = new TrainerProcess(await emptyAddress(), option);
  expect(await trainer.ended).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(expected) as string,
  });
});
