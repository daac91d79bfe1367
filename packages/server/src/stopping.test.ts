import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { startServer } from "./server.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { testServer } from "./testing/test-server.ts";
import { TestViewer } from "./testing/test-viewer.ts";

it("a server that was told to stop serves while it drains, and says that it is not ready", async () => {
  await using server = await testServer({ drainSeconds: 1 });
  await server.publish("run", { loss: 1 });
  await using viewer = await TestViewer.open(server.wsUrl("/ws/training/run"));
  expect(await (await server.get("/readyz")).json()).toEqual({ status: "ready" });
  const closed = server.close();
  const ready = await server.get("/readyz");
  expect([ready.status, await ready.json()]).toEqual([503, { status: "unready", reasons: ["draining"] }]);
  expect((await server.get("/healthz")).status).toBe(200);
  expect(await (await server.get("/metrics")).text()).toContain("\ntrainwire_ready 0\n");
  expect((await server.publish("run", { loss: 0.5 })).status).toBe(200);
  await viewer.next((frame) => frame.seq === 2);
  await closed;
  expect((await viewer.closed).code).toBe(1001);
});

it("an ingest request that is under way is stored and answered", async () => {
  using folder = temporaryFolder();
  const server = await startServer({ dataFolder: folder.path, port: 0 });
  const { port } = new URL(server.url);
  const trainer = connect({ port: Number(port), host: "127.0.0.1" });
  const head = [
    "POST /api/v1/trainings/run/updates HTTP/1.1",
    "host: localhost",
    "content-type: application/json",
  ];
  trainer.write(`${head.join("\r\n")}\r\ncontent-length: 12\r\n\r\n{"loss":`);
  // The request is under way once one that was sent after it is answered.
  await fetch(`${server.url}/healthz`);
  const closed = server.close();
  trainer.write("0.5}");
  const [answer] = (await once(trainer, "data")) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1.1 200 [^]+"accepted":1/);
  await closed;
  await using next = await startServer({ dataFolder: folder.path, port: 0 });
  expect(await (await fetch(`${next.url}/api/v1/trainings/run`)).json()).toMatchObject({ seq: 1, loss: 0.5 });
});

it("stopping under load loses no update that was acknowledged", async () => {
  using folder = temporaryFolder();
  const server = await startServer({ dataFolder: folder.path, port: 0 });
  const enough = Promise.withResolvers<void>();
  let acknowledged = 0;
  const trainer = async (trainId: string): Promise<number> => {
    for (let seq = 0; ; ) {
      const answer = await fetch(`${server.url}/api/v1/trainings/${trainId}/updates`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '[{"loss":1},{"loss":2},{"loss":3}]',
      }).catch(() => undefined);
      if (answer?.status !== 200) return seq;
      seq = ((await answer.json()) as { seq: number }).seq;
      acknowledged += 1;
      if (acknowledged === 300) enough.resolve();
    }
  };
  const ids = Array.from({ length: 16 }, (_, index) => `run-${index}`);
  const trainers = ids.map(trainer);
  await enough.promise;
  await server.close();
  const last = await Promise.all(trainers);
  await using next = await startServer({ dataFolder: folder.path, port: 0 });
  const stored = await Promise.all(
    ids.map(
      async (id) =>
        ((await (await fetch(`${next.url}/api/v1/trainings/${id}`)).json()) as { seq: number }).seq,
    ),
  );
  expect(Math.min(...last)).toBeGreaterThan(0);
  for (const [index, seq] of stored.entries()) expect(seq).toBeGreaterThanOrEqual(last[index] ?? 0);
});

it("a process that cannot stop in its time says so and ends all the same", async () => {
  using folder = temporaryFolder();
  const args = ["src/main.ts", "--port", "0", "--data", folder.path, "--stop-seconds", "1"];
  const server = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const log = text(server.stderr);
  const exited = once(server, "exit");
  const [line] = (await once(createInterface(server.stdout), "line")) as [string];
  const url = line.replace("Trainwire is listening on ", "");
  // A request whose body never ends is waited for longer than that.
  const trainer = connect({ port: Number(new URL(url).port), host: "127.0.0.1" });
  trainer.write("POST /api/v1/trainings/run/updates HTTP/1.1\r\nhost: localhost\r\n");
  trainer.write("content-type: application/json\r\ncontent-length: 100\r\n\r\n{");
  await fetch(`${url}/healthz`);
  server.kill("SIGTERM");
  expect(await exited).toEqual([1, null]);
  expect(await log).toContain("stopping took too long");
  trainer.destroy();
});
