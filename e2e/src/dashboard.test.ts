import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, withoutChromium } from "./harness/chromium.ts";
import { openPage } from "./harness/open-page.ts";
import { ServerProcess } from "./harness/server-process.ts";

let browser: Browser;
beforeAll(async () => {
  if (!withoutChromium) browser = await openBrowser();
});
afterAll(() => browser?.close());

const step = (current_step: number, more: object = {}) => ({
  status: "running",
  current_step,
  total_steps: 200,
  loss: 2 / current_step + 0.1,
  samples_per_second: 1234,
  gpu_memory_allocated_gb: 18.5,
  ...more,
});

/** The badge that tells how updates reach the page, once it says this. */
const badge = (page: Page, mode: RegExp) => page.getByRole("status").filter({ hasText: mode });

/** How much of the loss chart's width holds the loss curve, from 0 to 1. */
function curveWidth(page: Page): Promise<number> {
  return page
    .getByLabel("Loss", { exact: true })
    .locator("canvas")
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { width, height } = canvas;
      const pixels = canvas.getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
      let columns = 0;
      for (let x = 0; x < width; x += 1) {
        let isBlue = false;
        for (let y = 0; y < height; y += 1) {
          const at = 4 * (y * width + x);
          isBlue ||= (pixels[at + 2] ?? 0) - (pixels[at] ?? 0) > 100 && (pixels[at + 3] ?? 0) > 100;
        }
        if (isBlue) columns += 1;
      }
      return columns / width;
    });
}

describe.skipIf(withoutChromium)("the dashboard", () => {
  it("says how to publish while there is no training, and lists the first one without a reload", async () => {
    await using server = await ServerProcess.start();
    await using it = await openPage(browser, server.url);
    await it.page.getByText("curl").first().waitFor();
    await server.publish("first-run", step(50));
    await it.page.getByRole("link", { name: "first-run" }).waitFor();
    await server.publish("first-run", step(100, { status: "completed" }));
    await it.page.getByRole("row").getByText("completed").waitFor();
    await it.page.getByText("50%").first().waitFor();
    expect(it.problems).toEqual([]);
  });

  it("follows one training live, and shows the whole curve at once after a reload in the middle", async () => {
    await using server = await ServerProcess.start();
    await server.publish(
      "run",
      Array.from({ length: 100 }, (_, index) => step(index + 1)),
    );
    await using it = await openPage(browser, `${server.url}/trainings/run`);
    await badge(it.page, /Live$/).waitFor();
    await it.page.getByText("100 / 200").waitFor();
    await expect.poll(() => curveWidth(it.page)).toBeGreaterThan(0.7);
    await it.page.reload();
    await it.page.getByText("100 / 200").waitFor();
    await expect.poll(() => curveWidth(it.page)).toBeGreaterThan(0.7);
    await server.publish("run", step(101, { eval_loss: 0.25 }));
    await it.page.getByText("101 / 200").waitFor();
    await it.page.getByText("0.25", { exact: true }).first().waitFor();
    await server.publish("run", { status: "failed" });
    await it.page.getByText("failed", { exact: true }).first().waitFor();
    expect(it.problems).toEqual([]);
    expect(it.lines).toEqual(expect.arrayContaining(["WebSocket connected", "Subscribing to training: run"]));
    expect(await it.page.evaluate(() => localStorage.getItem("activeTrainingId"))).toBe("run");
  });

  it("marks a loss that is NaN and goes on", async () => {
    await using server = await ServerProcess.start();
    await server.publish("run", [step(1), step(2, { loss: "NaN" }), step(3, { loss: "NaN" })]);
    await using it = await openPage(browser, `${server.url}/trainings/run`);
    await it.page.getByText("NaN").first().waitFor();
    await server.publish("run", step(4, { loss: 0.5 }));
    await it.page.getByText("4 / 200").waitFor();
    expect(it.problems).toEqual([]);
  });

  it("says that it reconnects while the server is away, comes back by itself, and has missed nothing", async () => {
    await using server = await ServerProcess.start();
    await server.publish(
      "run",
      Array.from({ length: 50 }, (_, index) => step(index + 1)),
    );
    await using it = await openPage(browser, `${server.url}/trainings/run`);
    await badge(it.page, /Live$/).waitFor();
    await server.end("SIGTERM");
    await badge(it.page, /(Reconnecting|Offline)$/).waitFor();
    await server.start(["--port", new URL(server.url).port]);
    await server.publish(
      "run",
      Array.from({ length: 50 }, (_, index) => step(index + 51)),
    );
    await badge(it.page, /Live$/).waitFor({ timeout: 60_000 });
    await it.page.getByText("100 / 200").waitFor();
    await expect.poll(() => curveWidth(it.page)).toBeGreaterThan(0.7);
  });

  it("polls, says so, and stays current where WebSocket is blocked", async () => {
    await using server = await ServerProcess.start();
    await server.publish("run", step(1));
    await using context = await browser.newContext();
    const page = await context.newPage();
    await page.routeWebSocket(/\/ws/, (socket) => socket.close({ code: 1011 }));
    await page.goto(`${server.url}/trainings/run`);
    await badge(page, /Polling$/).waitFor({ timeout: 60_000 });
    await server.publish("run", step(77));
    await page.getByText("77 / 200").waitFor();
  });

  it("keeps everything within 360 pixels, light and dark, on both pages", async () => {
    await using server = await ServerProcess.start();
    const id = `a-${"very-long-".repeat(12)}id`.slice(0, 128);
    await server.publish(id, [
      step(1),
      step(2, { eval_loss: 1, metrics: { "a/very/long/metric/name/that/goes/on": 1 } }),
    ]);
    for (const colorScheme of ["light", "dark"] as const) {
      for (const path of ["/", `/trainings/${id}`]) {
        await using it = await openPage(browser, `${server.url}${path}`, {
          viewport: { width: 360, height: 740 },
          colorScheme,
        });
        await it.page.getByText("running").first().waitFor();
        expect(await it.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
        expect(it.problems).toEqual([]);
      }
    }
  });

  it("waits for a training that nobody has registered yet", async () => {
    await using server = await ServerProcess.start();
    await using it = await openPage(browser, `${server.url}/trainings/later`);
    await it.page
      .getByText(/waiting/i)
      .first()
      .waitFor();
    await server.publish("later", step(9));
    await it.page.getByText("9 / 200").waitFor({ timeout: 60_000 });
  });
});
