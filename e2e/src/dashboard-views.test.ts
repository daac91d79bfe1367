import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, withoutChromium } from "./harness/chromium.ts";
import { openPage, seriousFindings } from "./harness/open-page.ts";
import { ServerProcess } from "./harness/server-process.ts";

let browser: Browser;
let server: ServerProcess;
beforeAll(async () => {
  if (withoutChromium) return;
  browser = await openBrowser();
  server = await ServerProcess.start();
  await fill(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

const step = (current_step: number, more: object = {}) => ({
  current_step,
  total_steps: 400,
  current_epoch: 1,
  total_epochs: 4,
  loss: 2 / current_step + 0.1,
  learning_rate: 0.001,
  metrics: { "eval/accuracy": current_step / 400 },
  ...more,
});

/** Trainings of every kind that the pages show. */
async function fill(target: ServerProcess): Promise<void> {
  const register = (body: object): Promise<Response> =>
    fetch(`${target.url}/api/v1/trainings`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  for (const [train_id, lr] of [
    ["first", 0.1],
    ["second", 0.01],
  ] as const) {
    await register({ train_id, name: `The ${train_id}`, tags: ["digits"], config: { lr, seed: 1 } });
    await target.publish(
      train_id,
      Array.from({ length: 200 }, (_, i) => step(i + 1, { loss: lr + 1 / (i + 1) })),
    );
  }
  await target.publish("resumed", [
    ...Array.from({ length: 100 }, (_, i) => step(i + 1)),
    step(101, { loss: "NaN" }),
    ...Array.from({ length: 100 }, (_, i) => ({ ...step(i + 81), attempt: 2 })),
  ]);
  for (let i = 0; i < 300; i += 1) await register({ train_id: `many-${i}`, tags: ["many"] });
}

/** How often a colour of the loss line stands in the first chart of that name. */
const drawnWidth = (page: Page, label: string): Promise<number> =>
  page
    .getByRole("region", { name: label, exact: true })
    .locator("canvas")
    .first()
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const columns = new Set<number>();
      for (let at = 0; at < pixels.length; at += 4) {
        const isBlue = (pixels[at + 2] ?? 0) - (pixels[at] ?? 0) > 100 && (pixels[at + 3] ?? 0) > 100;
        if (isBlue) columns.add((at / 4) % canvas.width);
      }
      return columns.size / canvas.width;
    });

describe.skipIf(withoutChromium)("the list of trainings", () => {
  it("holds a part of a long list on the page, and is searched, filtered and grouped by its address", async () => {
    await using it = await openPage(browser, server.url);
    await it.page.getByText("303 in all").waitFor();
    expect(await it.page.getByRole("row").count()).toBeLessThan(60);
    await it.page.getByRole("searchbox").fill("the second");
    await it.page.getByRole("link", { name: "The second" }).waitFor();
    await expect.poll(() => it.page.getByRole("row").count()).toBe(2);
    expect(new URL(it.page.url()).search).toContain("q=the");
    await it.page.reload();
    await it.page.getByRole("link", { name: "The second" }).waitFor();
    expect(await it.page.getByRole("row").count()).toBe(2);
    await it.page.goto(`${server.url}/?group=tag`);
    await it.page.getByRole("heading", { name: "digits 2" }).waitFor();
    await it.page.goto(`${server.url}/?q=nobody-has-this`);
    await it.page.getByRole("button", { name: "Show all" }).click();
    await it.page.getByText("many-299").waitFor();
    expect(it.problems).toEqual([]);
  });

  it("is walked through by keyboard, from its first row to its last", async () => {
    await using it = await openPage(browser, `${server.url}/?sort=name`);
    await it.page.getByRole("link", { name: "many-0", exact: true }).focus();
    await it.page.keyboard.press("ArrowDown");
    const focused = () => it.page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused).toBe("many-1");
    await it.page.keyboard.press("End");
    await expect.poll(focused).toBe("The second");
    await it.page.keyboard.press("x");
    await it.page.getByText("1 selected").waitFor();
    await it.page.keyboard.press("Enter");
    await it.page.getByRole("heading", { name: "The second" }).waitFor();
    expect(it.problems).toEqual([]);
  });

  it("tags and deletes what is selected, and tells what the server refuses", async () => {
    await using it = await openPage(browser, `${server.url}/?q=many-29`);
    await it.page.getByLabel("Select many-298").check();
    await it.page.getByLabel("Select many-299").check();
    await it.page.getByRole("button", { name: "Tag", exact: true }).click();
    await it.page.getByLabel("Add, with commas between").fill("kept");
    await it.page.getByRole("dialog").getByRole("button", { name: "Tag" }).click();
    await it.page.getByText("many · kept").first().waitFor();
    await it.page.getByLabel("Select many-299").check();
    await it.page.getByRole("button", { name: "Delete" }).click();
    await it.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => it.page.getByText("many-299").count()).toBe(0);
    await it.page.goto(`${server.url}/?q=first`);
    await it.page.getByLabel("Select The first").check();
    await it.page.getByRole("button", { name: "Delete" }).click();
    await it.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await it.page.getByText("1 refused").waitFor();
    // Chromium itself tells of each answer that is an error.
    expect(it.problems.filter((problem) => !problem.includes("409"))).toEqual([]);
  });
});

describe.skipIf(withoutChromium)("the charts of a training", () => {
  it("zoom by the keyboard's buttons, all together, and keep what is looked at in the address", async () => {
    await using it = await openPage(browser, `${server.url}/trainings/resumed`);
    await expect.poll(() => drawnWidth(it.page, "Loss"), { timeout: 10_000 }).toBeGreaterThan(0.7);
    await it.page.getByRole("button", { name: "Zoom in" }).click();
    await expect.poll(() => new URL(it.page.url()).searchParams.get("from")).not.toBeNull();
    await it.page.getByText("step 45.75 to step 135.25").waitFor();
    await it.page.getByRole("button", { name: "Show everything" }).click();
    await it.page.getByText("Drag across a chart to zoom").waitFor();
    for (const kind of ["Time", "Epoch"]) {
      await it.page.getByRole("button", { name: kind }).click();
      await it.page
        .getByRole("img", { name: new RegExp(`by ${kind.toLowerCase()}`) })
        .first()
        .waitFor();
    }
    await it.page.getByRole("button", { name: "Log axis of loss" }).click();
    await expect.poll(() => it.page.url()).toContain("log=loss");
    await it.page.getByText("loss became NaN at step 101").waitFor();
    await it.page.getByText("eval/accuracy").first().waitFor();
    expect(it.problems).toEqual([]);
  });

  it("zoom where the pointer drags, and show everything after a double click", async () => {
    await using it = await openPage(browser, `${server.url}/trainings/first`);
    await expect.poll(() => drawnWidth(it.page, "Loss"), { timeout: 10_000 }).toBeGreaterThan(0.7);
    const over = it.page.locator(".u-over").first();
    const box = await over.boundingBox();
    if (box === null) throw new TypeError("the chart has a place on the page");
    await it.page.mouse.move(box.x + box.width * 0.25, box.y + 50);
    await it.page.mouse.down();
    await it.page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 4 });
    await it.page.mouse.up();
    await expect.poll(() => Number(new URL(it.page.url()).searchParams.get("from"))).toBeGreaterThan(40);
    await over.dblclick();
    await expect.poll(() => new URL(it.page.url()).searchParams.get("from")).toBeNull();
    expect(it.problems).toEqual([]);
  });

  it("are saved as a picture, and as values", async () => {
    await using it = await openPage(browser, `${server.url}/trainings/first`);
    for (const [choice, file] of [
      ["Picture (PNG)", "Loss.png"],
      ["Values (CSV)", "Loss.csv"],
      ["Values (JSON)", "Loss.json"],
    ] as const) {
      await it.page.getByRole("button", { name: "Save loss" }).click();
      const [download] = await Promise.all([
        it.page.waitForEvent("download"),
        it.page.getByRole("button", { name: choice }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(file);
    }
    expect(it.problems).toEqual([]);
  });

  it("stand beside the configuration, and what people say of the training", async () => {
    await using it = await openPage(browser, `${server.url}/trainings/second`);
    await it.page.getByRole("button", { name: "Configuration" }).click();
    await it.page.getByRole("row", { name: "lr 0.01" }).waitFor();
    await it.page.getByRole("button", { name: "Edit" }).click();
    await it.page.getByLabel("Notes").fill("lower next time");
    await it.page.getByRole("button", { name: "Save", exact: true }).click();
    await it.page.getByText("lower next time").waitFor();
    expect(it.problems).toEqual([]);
  });
});

describe.skipIf(withoutChromium)("the comparison", () => {
  it("draws trainings over one another, and says where they differ and which is best", async () => {
    await using it = await openPage(browser, `${server.url}/?q=the`);
    await it.page.getByLabel("Select The first").check();
    await it.page.getByLabel("Select The second").check();
    await it.page.getByRole("link", { name: "Compare 2 trainings" }).click();
    await it.page.getByRole("cell", { name: "0.015 ★" }).waitFor();
    await it.page.getByRole("region", { name: "Differences of configuration" }).getByText("lr").waitFor();
    expect(new URL(it.page.url()).searchParams.get("ids")?.split(",").toSorted()).toEqual([
      "first",
      "second",
    ]);
    await it.page.getByRole("button", { name: "Time" }).click();
    await it.page
      .getByRole("img", { name: /by time/ })
      .first()
      .waitFor();
    await it.page.getByRole("button", { name: "Leave The first out" }).click();
    await expect.poll(() => it.page.url()).not.toContain("first");
    expect(it.problems).toEqual([]);
  });
});

describe.skipIf(withoutChromium)("every page", () => {
  const pages = [
    ["/", "many-297"],
    ["/trainings/resumed", "Loss"],
    ["/trainings/second?tab=config", "lr"],
    ["/compare?ids=first,second", "Best values"],
    ["/compare", "Nothing to compare yet"],
  ] as const;
  for (const [colorScheme, width] of [
    ["light", 1280],
    ["dark", 360],
  ] as const) {
    it(`is accessible and clips nothing, ${colorScheme} and ${width} pixels wide`, {
      timeout: 180_000,
    }, async () => {
      for (const [path, text] of pages) {
        const viewport = { width, height: 740 };
        await using it = await openPage(browser, server.url + path, { viewport, colorScheme });
        await it.page.getByText(text).first().waitFor();
        expect(await it.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        expect(await seriousFindings(it.page), path).toEqual([]);
        expect(it.problems).toEqual([]);
      }
    });
  }
});
