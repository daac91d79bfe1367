import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Whether the browser tests must be left out: there is no Chromium here, and this is not CI. */
export const withoutChromium = !existsSync(executablePath) && process.env["CI"] === undefined;
if (withoutChromium)
  console.warn(`skipping the browser tests: no Chromium at ${executablePath} (CHROMIUM_PATH)`);

/** A real browser, closed when disposed of. */
export async function openBrowser(...further: string[]): Promise<Browser & AsyncDisposable> {
  return chromium.launch({ executablePath, args: [...flags, ...further], headless: true });
}

/** What a page said on its console, and whether any of it was an error or a warning. */
export function listenToConsole(page: Page) {
  const lines: string[] = [];
  const problems: string[] = [];
  page.on("console", (message) => {
    lines.push(message.text());
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  return { lines, problems };
}
