import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { listenToConsole } from "./chromium.ts";

/** A page in a browser context of its own, with what it says on its console; closed when disposed of. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const heard = listenToConsole(page);
  await page.goto(url);
  return { page, ...heard, [Symbol.asyncDispose]: () => context.close() };
}

/** What axe finds serious or critical on a page, as `rule: element`. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
