import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, withoutChromium } from "./harness/chromium.ts";
import { openPage, seriousFindings } from "./harness/open-page.ts";
import { ServerProcess } from "./harness/server-process.ts";

const timeout = 60_000;

let browser: Browser;
beforeAll(async () => {
  if (!withoutChromium) browser = await openBrowser();
});
afterAll(() => browser?.close());

/** An HTTP server that takes webhooks; `next` resolves with the body of the first. */
async function receiver() {
  let told: (body: string) => void = () => undefined;
  const next = new Promise<string>((resolve) => (told = resolve));
  const server = createServer((request, response) => {
    response.writeHead(204).end();
    void text(request).then(told);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    next,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const publish = (url: string, body: string): Promise<Response> =>
  fetch(`${url}/api/v1/trainings/nightly-7/updates`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });

describe.skipIf(withoutChromium)("alerts", () => {
  it("are told by bell, browser and webhook, and acknowledged on a phone in the dark", {
    timeout,
  }, async () => {
    await using hook = await receiver();
    await using server = await ServerProcess.start("--webhook-private-addresses", "--no-demo");
    await using it = await openPage(browser, server.url, {
      viewport: { width: 360, height: 740 },
      colorScheme: "dark",
      permissions: ["notifications"],
    });
    const { page } = it;
    await page.evaluate(() => {
      const titles: string[] = [];
      const told = { titles };
      Object.assign(window, { told });
      window.Notification = class extends Notification {
        constructor(title: string, options?: NotificationOptions) {
          super(title, options);
          titles.push(title);
        }
      };
    });
    await page.getByRole("link", { name: "Alerts", exact: true }).click();
    await page.getByText("Nothing has fired.").waitFor();
    await page.getByText("This browser notifies you.").waitFor();
    await page.getByLabel("Name").fill("diverged");
    await page.getByLabel("Trainings, * for any characters").fill("nightly-*");
    await page.getByLabel("Webhook, if it is to be sent").fill(hook.url);
    await page.getByRole("button", { name: "Make the rule" }).click();
    await page.getByText(/^whsec_/).waitFor();

    await publish(server.url, '{"current_step": 5, "loss": NaN}');
    expect(JSON.parse(await hook.next)).toMatchObject({ train_id: "nightly-7", reason: "loss is NaN" });
    const alert = page.getByRole("list", { name: "Alerts, newest first" }).getByRole("listitem");
    await alert.getByText("loss is NaN").waitFor();
    await alert.getByText("webhook delivered").waitFor();
    await page.getByRole("link", { name: "Alerts: 1 not acknowledged" }).waitFor();
    const titles = await page.evaluate(
      () => (window as unknown as { told: { titles: string[] } }).told.titles,
    );
    expect(titles).toEqual(["diverged: nightly-7"]);
    expect(await seriousFindings(page)).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);

    await alert.getByRole("button", { name: "Acknowledge" }).click();
    await alert.getByText(/acknowledged/).waitFor();
    await page.getByRole("link", { name: "Alerts", exact: true }).waitFor();
    await alert.getByRole("button", { name: "Mute training 1 h" }).click();
    await alert.getByRole("button", { name: "Unmute training" }).waitFor();
    await alert.getByRole("link", { name: "nightly-7" }).click();
    await page.getByText("alert: loss is NaN").waitFor();
    expect(it.problems).toEqual([]);
  });
});
