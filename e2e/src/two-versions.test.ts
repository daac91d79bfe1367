import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { connect, type ProtocolVersion } from "@trainwire/client";
import { type TrainingUpdate, UpdatesPage } from "@trainwire/protocol";
import { describe, expect, it } from "vitest";
import { openBrowser, withoutChromium } from "./harness/chromium.ts";
import { ForeignUi } from "./harness/foreign-ui.ts";
import { servePage } from "./harness/page-server.ts";
import { Program, python, pythonHas } from "./harness/program.ts";
import { poll, watch } from "./harness/raw-viewers.ts";
import { ServerProcess } from "./harness/server-process.ts";

const draft = "trainwire.v2-draft";
const trainId = "job_abc123";
const steps = 60;

const path = (name: string) => fileURLToPath(new URL(`./older-clients/${name}`, import.meta.url));
const source = (name: string) => readFileSync(path(name), "utf8");
const hasWebsockets = pythonHas("websockets");

/** What the trainer reports at a step; every tenth time a value that is not finite. */
const recordOf = (step: number) => ({
  status: step === steps ? "completed" : "running",
  current_step: step,
  total_steps: steps,
  loss: step % 10 === 0 ? "NaN" : 1 / step,
  samples_per_second: 3.2,
  producer_id: "p",
  producer_seq: step,
});

/** Publishes the steps up to one, several a request, each until it is acknowledged. */
async function train(server: ServerProcess, from: number, to: number): Promise<void> {
  for (let step = from; step <= to; step += 3) {
    const records = [step, step + 1, step + 2].filter((each) => each <= to).map(recordOf);
    let isStored = false;
    while (!isStored) {
      isStored = await server.publish(trainId, records).then(
        (answer) => answer.ok,
        () => false,
      );
    }
  }
}

const expected = Array.from({ length: steps }, (_, index) => {
  const step = index + 1;
  return `${step} ${step} ${step === steps ? "completed" : "running"}`;
});

/** All updates, as the client of a version has them. */
async function updatesBy(url: string, versions: ProtocolVersion[]): Promise<TrainingUpdate[]> {
  using client = connect({ url, versions });
  const updates: TrainingUpdate[] = [];
  for await (const update of client.follow(trainId, { afterSeq: 0 })) updates.push(update);
  return updates;
}

/** The log as REST has it. */
async function stored(url: string): Promise<TrainingUpdate[]> {
  const answer = await fetch(`${url}/api/v1/trainings/${trainId}/updates?after_seq=0&limit=1000`);
  return UpdatesPage.parse(await answer.json()).updates;
}

function watchAll(url: string) {
  return Promise.all([
    watch(url, trainId, { format: "envelope" }),
    watch(url, trainId, { format: "envelope", dropEvery: 17 }),
    watch(url, trainId, { format: "flat" }),
    watch(url, trainId, { format: "batch" }),
    watch(url, trainId, { format: "batch", dropEvery: 7 }),
    poll(url, trainId),
  ]);
}

describe("one training, watched in two versions at once", () => {
  it("is the same for the older documents' programs, for version 1 and for the second, to its end", async () => {
    // The documents' programs name port 8000.
    await using server = await ServerProcess.start("--port", "8000", "--draft-versions");
    await train(server, 1, 1);
    const open = `
      const updateProgressBar = (progress) => console.log("bar", progress);
      const updateMetrics = () => undefined;
      const startPolling = () => console.log("polling");`;
    await using flatProgram = new Program(process.execPath, ["-e", open + source("flat-viewer.js")]);
    await using pythonProgram = new Program(python, hasWebsockets ? [path("flat_viewer.py")] : ["-c", ""]);
    await flatProgram.says("bar");
    if (hasWebsockets) await pythonProgram.says("Progress");
    const sightings = watchAll(server.url);
    const byClients = Promise.all([
      updatesBy(server.url, ["trainwire.v1"]),
      updatesBy(server.url, [draft, "trainwire.v1"]),
    ]);
    await train(server, 2, steps);
    for (const { lines, ends } of await sightings) {
      expect(lines).toEqual(expected);
      expect(ends).toBe(1);
    }
    const log = await stored(server.url);
    for (const updates of await byClients) expect(updates).toEqual(log);
    const progress = expected.map((_, index) => ((index + 1) / steps) * 100);
    expect(await flatProgram.ended).toBe(0);
    expect(flatProgram.output.split("\n")).toEqual([
      "Connected!",
      ...progress.map((percent) => `bar ${percent}`),
      "Training completed!",
      "",
    ]);
    expect(await pythonProgram.ended).toBe(0);
    if (hasWebsockets) {
      const lines = progress.map((percent) => `Progress: ${percent.toFixed(1)}%`);
      expect(pythonProgram.output.split("\n")).toEqual([...lines, "Training completed!", ""]);
    }
  });

  it("is the same for all while the server is killed and restarted", async () => {
    await using server = await ServerProcess.start("--draft-versions");
    await server.publish(trainId, []);
    const sightings = watchAll(server.url);
    const byClient = updatesBy(server.url, [draft]);
    await train(server, 1, 20);
    await server.killAndRestart();
    await train(server, 21, steps);
    for (const { lines, ends } of await sightings) {
      expect(lines).toEqual(expected);
      expect(ends).toBe(1);
    }
    expect(await byClient).toEqual(await stored(server.url));
  });
});

describe.skipIf(withoutChromium)("in a browser", () => {
  it("the second document's page in version 1 and the client in the second see the same", async () => {
    await using ui = await ForeignUi.start();
    await using server = await ServerProcess.start(
      "--port",
      "8000",
      "--draft-versions",
      "--allow-origin",
      ui.origin,
    );
    await using older = await servePage(
      `<!doctype html><link rel="icon" href="data:,"><script>${source("envelope-page.js")}</script>`,
      3200,
    );
    await server.publish(trainId, []);
    await using browser = await openBrowser();
    const first = await browser.newPage();
    await first.goto(older.url);
    await first.evaluate(`localStorage.setItem("activeTrainingId", "${trainId}"); initializeWebSocket()`);
    await first.waitForFunction("window.updates.length === 1");
    const second = await browser.newPage();
    await second.goto(ui.origin);
    await second.waitForFunction("window.connect");
    await second.evaluate(
      `
      window.updates = [];
      const client = connect({ url: "${server.url}", versions: ["${draft}"] });
      (async () => {
        for await (const update of client.follow("${trainId}", { afterSeq: 0 })) window.updates.push(update);
        client.close();
      })()`.replace(/\)\(\)$/, ")(), undefined"),
    );
    await train(server, 1, steps);
    await first.waitForFunction(`window.updates.length === ${steps + 1}`);
    await second.waitForFunction(`window.updates.length === ${steps}`);
    const [snapshot, ...updates] = await first.evaluate<TrainingUpdate[]>("window.updates");
    expect(snapshot).toMatchObject({ snapshot: true, seq: 0 });
    expect(await second.evaluate("window.updates")).toEqual(updates);
  });
});
