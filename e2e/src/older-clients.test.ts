import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { listenToConsole, openBrowser, withoutChromium } from "./harness/chromium.ts";
import { servePage } from "./harness/page-server.ts";
import { Program, python, pythonHas } from "./harness/program.ts";
import { ServerProcess } from "./harness/server-process.ts";

// The documents' programs name port 8000, and their UI runs on 3200: both must be free here.
const serverPort = "8000";
const uiPort = 3200;

const path = (name: string) => fileURLToPath(new URL(`./older-clients/${name}`, import.meta.url));
const source = (name: string) => readFileSync(path(name), "utf8");

const withoutWebsockets = !pythonHas("websockets") && process.env["CI"] === undefined;
if (withoutWebsockets) console.warn("skipping the Python program: pip install websockets");

const running = { status: "running", loss: 0.234, samples_per_second: 3.2, total_steps: 1000 };

/** Publishes what the first document shows, and then the end. */
async function train(server: ServerProcess, program: Program, firstLine: string): Promise<number | null> {
  await program.says(firstLine);
  await server.publish("job_abc123", { ...running, current_step: 500 });
  await server.publish("job_abc123", { status: "completed", current_step: 1000 });
  return program.ended;
}

describe("the first document's programs run unchanged and end with the training", () => {
  it("in JavaScript, with a progress bar and a fallback", async () => {
    await using server = await ServerProcess.start("--port", serverPort);
    await server.publish("job_abc123", { ...running, progress: 45.5 });
    const open = `
      const updateProgressBar = (progress) => console.log("bar", progress);
      const updateMetrics = (loss, speed) => console.log("metrics", loss, speed);
      const startPolling = () => console.log("polling");`;
    await using program = new Program(process.execPath, ["-e", open + source("flat-viewer.js")]);
    expect(await train(server, program, "bar 45.5")).toBe(0);
    expect(program.output).toBe(
      [
        "Connected!",
        "bar 45.5",
        "metrics 0.234 3.2",
        "bar 50",
        "metrics 0.234 3.2",
        "bar 100",
        "metrics 0.234 3.2",
        "Training completed!",
        "",
      ].join("\n"),
    );
  });

  it("in JavaScript, falls back to polling for a training that is not there", async () => {
    await using _server = await ServerProcess.start("--port", serverPort);
    const open = `const startPolling = () => console.log("polling");`;
    await using program = new Program(process.execPath, ["-e", open + source("flat-viewer.js")]);
    expect(await program.ended).toBe(0);
    expect(program.output).toContain("polling");
  });

  it("in JavaScript, at a quick look", async () => {
    await using server = await ServerProcess.start("--port", serverPort);
    await server.publish("job_abc123", { ...running, progress: 45.5 });
    await using program = new Program(process.execPath, ["-e", source("flat-quick-look.js")]);
    expect(await train(server, program, "Progress: 45.5 %")).toBe(0);
    expect(program.output).toContain("Loss: 0.234");
    expect(program.output).toContain("Progress: 100 %");
  });

  it.skipIf(withoutWebsockets)("in Python, with the package websockets", async () => {
    await using server = await ServerProcess.start("--port", serverPort);
    await server.publish("job_abc123", { ...running, progress: 45.5 });
    await using program = new Program(python, [path("flat_viewer.py")]);
    expect(await train(server, program, "Progress: 45.5%")).toBe(0);
    expect(program.output).toBe("Progress: 45.5%\nProgress: 50.0%\nProgress: 100.0%\nTraining completed!\n");
  });
});

describe.skipIf(withoutChromium)("the second document's page", () => {
  it("starts, subscribes, is confirmed, sees each update, and resumes after a reload, from an origin on 3200", async () => {
    await using server = await ServerProcess.start("--port", serverPort);
    await using ui = await servePage(
      `<!doctype html><link rel="icon" href="data:,"><script>${source("envelope-page.js")}</script>`,
      uiPort,
    );
    await using browser = await openBrowser();
    const page = await browser.newPage();
    const { lines, problems } = listenToConsole(page);
    await page.goto(ui.url);
    const result = await page.evaluate("initializeWebSocket(); startTraining()");
    const { train_id } = result as { train_id: string };
    expect(result).toMatchObject({ status: "started" });
    await page.waitForFunction("window.updates.length === 1");
    await server.publish(train_id, { status: "running", progress: 35 });
    await page.waitForFunction("window.updates.length === 2");
    await page.reload();
    await page.evaluate("initializeWebSocket()");
    await page.waitForFunction("window.updates.length === 1");
    await server.publish(train_id, { progress: 45 });
    await page.waitForFunction("window.updates.length === 2");
    expect(lines).toEqual([
      "WebSocket connected",
      `Subscribing to training: ${train_id}`,
      `Subscription confirmed for: ${train_id} subscribed`,
      "Training update: queued 0%",
      "Training update: running 35%",
      "WebSocket connected",
      `Subscription confirmed for: ${train_id} subscribed`,
      "Training update: running 35%",
      "Training update: running 45%",
    ]);
    expect(problems).toEqual([]);
    expect(await page.evaluate("window.polls")).toBe(0);
  });
});
