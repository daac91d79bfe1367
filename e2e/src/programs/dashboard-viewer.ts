import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { openBrowser } from "../harness/chromium.ts";
import { repository } from "../harness/server-process.ts";

/**
 * The dashboard in Chromium as a client that the conformance suite can judge: opens the page of a training, prints a line
 * for each update that the page shows, and ends with the training. The page's own files come from the build, whatever the
 * server does; everything else goes to the server.
 */
const { TRAINWIRE_URL: url = "", TRAINWIRE_TRAIN_ID: trainId = "", TRAINWIRE_TOKEN: token } = process.env;
const files = join(repository, "apps/dashboard/dist");
const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

// To Chromium a page that is served so comes from nowhere, and may not open sockets to this machine.
await using browser = await openBrowser("--disable-features=LocalNetworkAccessChecks");
const context = await browser.newContext();
const page = await context.newPage();
const ended = Promise.withResolvers<void>();

await page.route(
  ({ origin, pathname }) => origin === new URL(url).origin && !/^\/(api|ws|healthz)/.test(pathname),
  (route) => {
    const asked = join(files, decodeURIComponent(new URL(route.request().url()).pathname));
    const path = existsSync(asked) && statSync(asked).isFile() ? asked : join(files, "index.html");
    return route.fulfill({ body: readFileSync(path), contentType: types[extname(path)] ?? "text/plain" });
  },
);
await page.exposeFunction("showUpdate", (seq: number, status: string) => {
  process.stdout.write(`${JSON.stringify({ seq, status })}\n`);
  if (["completed", "failed", "cancelled"].includes(status)) ended.resolve();
});
await page.addInitScript(() => {
  let last = "";
  new MutationObserver(() => {
    const shown = document.querySelector<HTMLElement>("[data-seq]");
    const { seq = "", status = "" } = shown?.dataset ?? {};
    if (seq === "" || seq === "0" || `${seq} ${status}` === last) return;
    last = `${seq} ${status}`;
    (globalThis as unknown as { showUpdate(seq: number, status: string): void }).showUpdate(
      Number(seq),
      status,
    );
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-seq"] });
});
if (token !== undefined) await context.request.post(`${url}/api/v1/session`, { data: { token } });
page.on("pageerror", (error) => {
  process.stderr.write(`${String(error)}\n`);
});
await page.goto(`${url}/trainings/${trainId}`);
await ended.promise;
