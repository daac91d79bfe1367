import { networkInterfaces } from "node:os";
import type { connect as connectTo } from "@trainwire/client";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listenToConsole, openBrowser, withoutChromium } from "./harness/chromium.ts";
import { ForeignUi } from "./harness/foreign-ui.ts";
import { GuardedServer } from "./harness/guarded-server.ts";

let browser: Browser;
beforeAll(async () => {
  if (!withoutChromium) browser = await openBrowser();
});
afterAll(() => browser?.close());

const step = (current_step: number) => ({ status: "running", current_step, total_steps: 200, loss: 1 });
const steps = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => step(from + index));
/** One that no server has made. */
const strangeToken = `tw_${"a".repeat(43)}`;
/** This machine's own address on a network, if it is on one. */
const ownAddress = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === "IPv4")?.address;
/** What the browser itself prints when a token is refused. */
const refusal = /^Failed to load resource: the server responded with a status of 401/;

/** A page of the dashboard in a browser context of its own, and the addresses it asked for. */
async function openPage(url: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const heard = listenToConsole(page);
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  page.on("websocket", (socket) => addresses.push(socket.url()));
  await page.goto(url);
  return { page, context, addresses, ...heard, [Symbol.asyncDispose]: () => context.close() };
}

const field = (page: Page) => page.getByLabel("Token", { exact: true });
const menu = (page: Page) => page.getByTitle(/^Logged in as/);
const live = (page: Page) => page.getByRole("status").filter({ hasText: /Live$/ });

async function logIn(page: Page, token: string): Promise<void> {
  await field(page).fill(token);
  await page.keyboard.press("Enter");
}

/** Runs in the other UI's page: follows a training to its end, with what that page has imported. */
async function followInPage(options: { url: string; token: string }): Promise<number[]> {
  const { connect } = window as unknown as { connect: typeof connectTo };
  const client = connect(options);
  const seqs: number[] = [];
  for await (const { seq } of client.follow("run", { afterSeq: 0 })) seqs.push(seq);
  client.close();
  return seqs;
}

describe.skipIf(withoutChromium)("the dashboard of a server that wants tokens", () => {
  it("asks for one, refuses a wrong one, leads to where one wanted to go, and forgets at logout", async () => {
    await using server = await GuardedServer.start();
    const viewer = await server.createToken({ name: "wall display", scopes: ["read"] });
    await server.publish("run", steps(1, 50));
    await using it = await openPage(`${server.url}/trainings/run`);
    await field(it.page).waitFor();
    expect(await field(it.page).evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await it.page.title()).toBe("Log in · Trainwire");
    await logIn(it.page, "hunter2");
    await it.page.getByRole("alert").filter({ hasText: "This is no token" }).waitFor();
    expect(it.problems).toEqual([]);
    await logIn(it.page, strangeToken);
    await it.page.getByRole("alert").filter({ hasText: "not valid" }).waitFor();
    await logIn(it.page, viewer.token);
    await it.page.getByText("50 / 200").waitFor();
    await live(it.page).waitFor();
    await server.publish("run", step(51));
    await it.page.getByText("51 / 200").waitFor();
    expect(await it.page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toMatch(/tw_/);
    expect(await it.page.evaluate(() => document.cookie)).toBe("");
    await it.page.reload();
    await it.page.getByText("51 / 200").waitFor();
    await menu(it.page).click();
    await it.page.getByText("wall display").last().waitFor();
    await it.page.getByRole("button", { name: "Log out" }).click();
    await it.page.getByText("You are logged out.").waitFor();
    expect(await it.page.getByText("51 / 200").count()).toBe(0);
    await it.page.reload();
    await field(it.page).waitFor();
    expect(it.problems.filter((line) => !refusal.test(line))).toEqual([]);
    expect(it.problems).toHaveLength(1);
    expect([...it.addresses, ...it.lines].join()).not.toContain("tw_");
    expect(server.process.output).not.toContain(viewer.token);
  });

  it("asks anew when the token is revoked, and returns to the same page without losing anything", async () => {
    await using server = await GuardedServer.start();
    const first = await server.createToken({ name: "wall display", scopes: ["read"] });
    await server.publish("run", steps(1, 50));
    await using it = await openPage(`${server.url}/trainings/run`);
    await logIn(it.page, first.token);
    await it.page.getByText("50 / 200").waitFor();
    await live(it.page).waitFor();
    await it.page.evaluate(() => Object.assign(window, { isTheSamePage: true }));
    await server.revoke(first);
    await it.page.getByText(/^Your session has ended/).waitFor();
    expect(await it.page.getByText("50 / 200").isVisible()).toBe(false);
    expect(await it.page.title()).toBe("Log in · Trainwire");
    await server.publish("run", steps(51, 60));
    const asked = it.addresses.length;
    const second = await server.createToken({ name: "wall display", scopes: ["read"] });
    await logIn(it.page, second.token);
    await it.page.getByText("60 / 200").waitFor();
    await live(it.page).waitFor();
    await server.publish("run", step(61));
    await it.page.getByText("61 / 200").waitFor();
    expect(await it.page.evaluate(() => "isTheSamePage" in window)).toBe(true);
    expect(it.addresses.slice(asked).filter((address) => address.includes("after_seq=0"))).toEqual([]);
    expect(it.problems).toEqual([]);
  });

  it("opens in every tab once one has logged in, and says when a token may not read", async () => {
    await using server = await GuardedServer.start();
    const trainer = await server.createToken({ name: "gpu", scopes: ["publish"] });
    const viewer = await server.createToken({ name: "ada", scopes: ["read"], train_ids: "job_*" });
    await server.publish("job_1", step(1));
    await server.publish("secret", step(1));
    await using it = await openPage(server.url);
    await logIn(it.page, trainer.token);
    await it.page.getByText(/may not read trainings/).waitFor();
    const other = await it.context.newPage();
    await other.goto(server.url);
    await logIn(other, viewer.token);
    await other.getByRole("link", { name: "job_1" }).waitFor();
    expect(await other.getByRole("link", { name: "secret" }).count()).toBe(0);
    // A headless page is never hidden: the event is what it would hear.
    await it.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await it.page.getByRole("link", { name: "job_1" }).waitFor();
    await menu(it.page).click();
    await it.page.getByText("job_*").waitFor();
    await other.goto(`${server.url}/trainings/secret`);
    await other.getByText("No access to secret").waitFor();
    expect(it.problems).toEqual([]);
  });

  it("keeps within 360 pixels, light and dark, also while somebody with a long name is logged in", async () => {
    await using server = await GuardedServer.start();
    const viewer = await server.createToken({ name: "a long name ".repeat(10).trim(), scopes: ["read"] });
    for (const colorScheme of ["light", "dark"] as const) {
      await using it = await openPage(server.url, { viewport: { width: 360, height: 740 }, colorScheme });
      const width = () => it.page.evaluate(() => document.documentElement.scrollWidth);
      await field(it.page).waitFor();
      expect(await width()).toBeLessThanOrEqual(360);
      await logIn(it.page, viewer.token);
      await live(it.page).waitFor();
      await menu(it.page).click();
      await it.page.getByRole("button", { name: "Log out" }).waitFor();
      expect(await width()).toBeLessThanOrEqual(360);
      await it.page.keyboard.press("Escape");
      expect(await it.page.getByRole("button", { name: "Log out" }).isVisible()).toBe(false);
      expect(it.problems).toEqual([]);
    }
  });

  it.skipIf(ownAddress === undefined)("serves the network, over http, and the console is quiet", async () => {
    await using server = await GuardedServer.start("--host", "0.0.0.0");
    await server.publish("run", steps(1, 50));
    await using it = await openPage(`http://${ownAddress}:${new URL(server.url).port}/trainings/run`);
    await logIn(it.page, server.admin);
    await it.page.getByText("50 / 200").waitFor();
    await live(it.page).waitFor();
    await menu(it.page).click();
    await it.page.getByRole("button", { name: "Log out" }).click();
    await it.page.getByText("You are logged out.").waitFor();
    expect(it.problems).toEqual([]);
  });

  it("follows from a page of another origin with the token as a subprotocol", async () => {
    await using ui = await ForeignUi.start();
    await using server = await GuardedServer.start("--allow-origin", ui.origin);
    const viewer = await server.createToken({ name: "another UI", scopes: ["read"] });
    await server.publish("run", steps(1, 3));
    await using it = await openPage(ui.origin);
    const followed = it.page.evaluate(followInPage, { url: server.url, token: viewer.token });
    await server.publish("run", { status: "completed" });
    expect(await followed).toEqual([1, 2, 3, 4]);
    expect(it.problems).toEqual([]);
    expect(it.addresses.join()).not.toContain("tw_");
  });
});
