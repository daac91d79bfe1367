import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, withoutChromium } from "./harness/chromium.ts";
import { openPage, seriousFindings } from "./harness/open-page.ts";
import { repository, ServerProcess } from "./harness/server-process.ts";

const recipes = join(repository, "e2e/src/recipes");
const timeout = 60_000;

let browser: Browser;
beforeAll(async () => {
  if (!withoutChromium) browser = await openBrowser();
});
afterAll(() => browser?.close());

describe.skipIf(withoutChromium)("a training that is started from the page", () => {
  it("runs, is paused, resumed and cancelled, and leaves its log and its files", { timeout }, async () => {
    await using server = await ServerProcess.start("--recipes", recipes, "--stop-trainers");
    await using it = await openPage(browser, server.url);
    const { page } = it;
    await page.getByRole("link", { name: "Start a training" }).click();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText("Has to be a whole number.").waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel("Steps").fill("100000");
    await page.getByLabel("Name").fill("From the page");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByRole("heading", { name: "From the page" }).waitFor();
    await page.getByText("running", { exact: true }).first().waitFor();

    const tell = async (command: string, reason: string): Promise<void> => {
      await page.getByRole("button", { name: command, exact: true }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Why, if you like").fill(reason);
      await dialog.getByRole("button", { name: command, exact: true }).click();
    };
    await tell("Pause", "lunch");
    await page.getByText("Pause: done").waitFor();
    await page.getByRole("button", { name: "Resume", exact: true }).waitFor();
    await page.getByRole("button", { name: "Files" }).click();
    await page.getByRole("link", { name: /^checkpoints\/step-\d+\.txt$/ }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "model.txt" }).click(),
    ]);
    expect(await readFile(await download.path(), "utf8")).toBe("the model\n");

    await tell("Resume", "back again");
    await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
    await page.getByRole("button", { name: "Log", exact: true }).click();
    await page.getByText(/step \d+\nstep/).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await tell("Cancel training", "enough");
    await page.getByText("cancelled", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "Configuration" }).click();
    await page.getByRole("region", { name: "Attempts" }).getByRole("row").nth(2).waitFor();
    await page.getByRole("button", { name: "Charts" }).click();
    await page.getByText("command cancel done: enough").waitFor();
    expect(it.problems).toEqual([]);
  });

  it("waits in the queue for its turn, and says so", { timeout }, async () => {
    await using server = await ServerProcess.start("--recipes", recipes, "--stop-trainers");
    const start = (): Promise<Response> =>
      fetch(`${server.url}/api/v1/trainings`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ recipe: "obedient", params: { steps: 100_000 } }),
      });
    await start();
    const { train_id } = (await (await start()).json()) as { train_id: string };
    await using it = await openPage(browser, `${server.url}/trainings/${train_id}`);
    await it.page.getByText("Next in the queue").waitFor();
    await it.page.goto(`${server.url}/start`);
    await it.page.getByText("1 running, 1 in the queue before it").waitFor();
    expect(it.problems).toEqual([]);
  });
});
