import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test, vi } from "vitest";
import { startReference } from "./peer/reference-peer.ts";
import { nullServers, startNullServer } from "./self-test/null-servers.ts";
import { trainerCommand } from "./self-test/trainers/start-trainer.ts";
import { isListening } from "./testing/listening.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const peer = fileURLToPath(new URL("peer/main.ts", import.meta.url));
const serverCommand = `"${process.execPath}" "${peer}" {port}`;

function conformance(...args: string[]) {
  return execa(process.execPath, [main, ...args], { reject: false, all: true, env: { NO_COLOR: "1" } });
}

async function dataFolders(): Promise<string[]> {
  const names = await readdir(tmpdir());
  return names.filter((name) => name.startsWith("trainwire-conformance-"));
}

test("exit 0 and a report for a server that conforms, started by the suite", async () => {
  const file = join(tmpdir(), `conformance-report-${process.pid}.json`);
  const chosen = ["--case", "fanout-001", "--case", "flat-001", "--report", `json=${file}`];
  const result = await conformance("run", "--server-cmd", serverCommand, ...chosen);
  expect(result.all).toMatch(/conformant: 2 passed/);
  expect(result.exitCode).toBe(0);
  const report = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
  await rm(file);
  expect(report).toMatchObject({ exit_code: 0, summary: { pass: 2, fail: 0 }, protocol: "trainwire.v1" });
});

test("parts, repeats, known failures and reports of every kind go together", async () => {
  const folder = await mkdtemp(join(tmpdir(), "conformance-reports-"));
  const at = (name: string) => join(folder, name);
  await using target = await startReference({
    send: (message) => (message["type"] === "pong" ? [] : [message]),
  });
  const known =
    "- {case: liveness-001, reason: pongs come later, link: https://example.org/1, expires: 2999-01-01}";
  await writeFile(at("known.yaml"), known);
  const chosen = ["--case", "liveness-001", "--case", "fanout-001", "--time-scale", "0.3"];
  const kinds = ["json", "junit", "html", "md", "badge"].flatMap((kind) => [
    "--report",
    `${kind}=${at(kind)}`,
  ]);
  const run = ["run", "--server", target.url.href, ...chosen];
  const red = await conformance(...run, "--repeat", "2", "--bundles", at("bundles"), ...kinds);
  expect(red.all).toMatch(/run 2\/2 2\/2 /);
  expect(red.exitCode).toBe(1);
  expect((await readdir(folder)).sort()).toEqual([
    "badge",
    "bundles",
    "html",
    "json",
    "junit",
    "known.yaml",
    "md",
  ]);
  expect(await readFile(at("bundles/liveness-001/repro.sh"), "utf8")).toContain(
    `--server '${target.url.href}'`,
  );
  const excused = await conformance(
    ...run,
    "--known-failing",
    at("known.yaml"),
    "--report",
    `json=${at("later")}`,
  );
  expect(excused.all).toMatch(/1 passed, 0 failed, .*1 known to fail/);
  expect(excused.exitCode).toBe(0);
  const diff = await conformance("diff", at("later"), at("json"));
  expect(diff.all).toMatch(/broken .*liveness-001/);
  expect(diff.exitCode).toBe(1);
  const half = await conformance(...run, "--shard", "1/2", "--report", `json=${at("half")}`);
  expect(half.all).toMatch(/1\/1 /);
  const merged = await conformance("merge", at("half"));
  expect(merged.all).toMatch(/the parts are no whole[^]*was not played/);
  expect(merged.exitCode).toBe(4);
  const page = await conformance("report", at("json"), at("later"), "--report", `html=${at("matrix.html")}`);
  expect(page.exitCode).toBe(0);
  expect(await readFile(at("matrix.html"), "utf8")).toContain("known to fail");
  await rm(folder, { recursive: true });
});

test("exit 1, the clause's text and the frames for a server that does not conform", async () => {
  await using target = await startReference({
    send: (message) => (message["type"] === "pong" ? [] : [message]),
  });
  const result = await conformance("run", "--server", target.url.href, "--case", "liveness-001");
  expect(result.exitCode).toBe(1);
  expect(result.all).toContain("A server MUST answer ping with pong and the same id.");
  expect(result.all).toContain('→ {"type":"ping","id":"a"}');
});

test("exit 1 for a server that does not speak the draft that it is asked for", async () => {
  const chosen = ["--case", "liveness-001", "--draft"];
  const result = await conformance("run", "--server-cmd", serverCommand, ...chosen);
  expect(result.exitCode).toBe(1);
  expect(result.all).toContain("was refused with 400");
});

test("the token goes with every request and handshake, and is shown nowhere", async () => {
  const shown = new Set<string>();
  const server = createServer((request, response) => {
    const isOpen = request.url === "/api/v1/version";
    if (!isOpen) shown.add(`${request.method} ${request.headers.authorization}`);
    response.writeHead(isOpen ? 200 : 500, { "content-type": "application/json" });
    response.end(JSON.stringify({ name: "x", version: "1", supported: ["trainwire.v1"], capabilities: [] }));
  });
  server.on("upgrade", (request, socket) => {
    shown.add(`upgrade ${request.headers.authorization}`);
    socket.end("HTTP/1.1 401 Unauthorized\r\n\r\n");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const folder = await mkdtemp(join(tmpdir(), "conformance-token-"));
  const file = join(folder, "token");
  await writeFile(file, "tw_from-a-file\n");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cases = ["--case", "liveness-001", "--case", "ingest-001"];
  for (const given of [
    ["--token", "tw_given"],
    ["--token-file", file],
  ]) {
    const result = await conformance("run", "--server", url, ...cases, ...given);
    expect(result.exitCode).toBe(1);
    expect(result.all).not.toContain("tw_");
  }
  const expected = ["POST Bearer tw_from-a-file", "POST Bearer tw_given"];
  expect(shown).toEqual(new Set([...expected, "upgrade Bearer tw_from-a-file", "upgrade Bearer tw_given"]));
  server.close();
  await rm(folder, { recursive: true });
});

test.each([
  ["no target", ["run"], /name the target/],
  [
    "two targets",
    ["run", "--server", "http://127.0.0.1:1", "--server-cmd", "x {port}"],
    /cannot be used with/,
  ],
  [
    "an unknown case",
    ["run", "--server", "http://127.0.0.1:1", "--case", "fanout-999"],
    /there is no case fanout-999/,
  ],
  [
    "a token file in a folder that there is not",
    ["run", "--role", "trainer", "--trainer-cmd", "x", "--token-file", "{data}/token"],
    /\{data\} in --token-file goes with --server-cmd/,
  ],
  ["no URL", ["run", "--server", "localhost"], /wants a URL/],
  ["a command without {port}", ["run", "--server-cmd", "true"], /must hold \{port\}/],
  ["a report of another kind", ["run", "--report", "pdf=x"], /wants KIND=FILE/],
  ["an unknown command", ["fly"], /unknown command/],
  ["no trainer", ["run", "--role", "trainer"], /--trainer-cmd COMMAND or --trainer-image IMAGE/],
  [
    "a system without its trainer",
    ["run", "--role", "system", "--server-cmd", serverCommand],
    /--trainer-cmd/,
  ],
  ["two trainers", ["run", "--trainer-cmd", "x", "--trainer-image", "y"], /cannot be used with/],
  [
    "GPUs for a command",
    ["run", "--role", "trainer", "--trainer-cmd", "x", "--gpus", "all"],
    /--gpus goes with/,
  ],
  [
    "some of the GPUs",
    ["run", "--role", "trainer", "--trainer-image", "x", "--gpus", "2"],
    /choices are all/,
  ],
])("exit 2 on %s", async (_what, args, message) => {
  const result = await conformance(...args);
  expect(result.all).toMatch(message);
  expect(result.exitCode).toBe(2);
});

test("exit 3 with its output if the command ends before it answers", async () => {
  const before = await dataFolders();
  const result = await conformance("run", "--server-cmd", "echo no luck on {port}; exit 7");
  expect(result.all).toMatch(/never answered[^]*code 7[^]*no luck on/);
  expect(result.exitCode).toBe(3);
  expect(await dataFolders()).toEqual(before);
});

test("exit 3 if the target answers something else", async () => {
  await using target = await startNullServer(nullServers["always 200"] ?? expect.fail());
  const result = await conformance("run", "--server", target.url.href, "--ready-seconds", "0.5");
  expect(result.all).toMatch(/no version answer/);
  expect(result.exitCode).toBe(3);
});

test("exit 4 if nothing ran", async () => {
  await using target = await startReference();
  const result = await conformance("run", "--server", target.url.href, "--case", "resume-006");
  expect(result.all).toMatch(/needs --server-cmd/);
  expect(result.exitCode).toBe(4);
});

test("Ctrl-C ends the run with exit 4 and leaves no process and no data folder behind", async () => {
  const before = await dataFolders();
  const portFile = join(tmpdir(), `conformance-port-${process.pid}`);
  const running = conformance("run", "--server-cmd", `echo {port} > "${portFile}"; ${serverCommand} & wait`);
  await once(running.stdout, "data");
  running.kill("SIGINT");
  const result = await running;
  expect(result.all).toMatch(/cut short/);
  expect(result.exitCode).toBe(4);
  expect(await dataFolders()).toEqual(before);
  const port = Number(await readFile(portFile, "utf8"));
  await rm(portFile);
  await vi.waitFor(async () => expect(await isListening(port)).toBe(false), { timeout: 5000 });
});

test("exit 0 for a trainer that conforms", async () => {
  const result = await conformance("run", "--role", "trainer", "--trainer-cmd", trainerCommand());
  expect(result.all).toMatch(/conformant: 19 passed, 0 failed, 0 warned, 1 not applicable/);
  expect(result.exitCode).toBe(0);
});

test("exit 1 with its last words for a trainer that crashes", async () => {
  const chosen = ["--case", "trainer-course-003", "--trainer-cmd", trainerCommand("crashes")];
  const result = await conformance("run", "--role", "trainer", ...chosen);
  expect(result.all).toMatch(/its process ended with code 7\n +CUDA error/);
  expect(result.exitCode).toBe(1);
});

test("exit 0 for a server and a trainer that conform together", async () => {
  const targets = ["--server-cmd", serverCommand, "--trainer-cmd", trainerCommand()];
  const chosen = ["--case", "system-001", "--case", "system-008"];
  const result = await conformance("run", "--role", "system", ...targets, ...chosen);
  expect(result.all).toMatch(/conformant: 2 passed/);
  expect(result.exitCode).toBe(0);
});

test("Ctrl-C ends a run with a trainer that never speaks, and the trainer", async () => {
  const pidFile = join(tmpdir(), `conformance-pid-${process.pid}`);
  const command = `echo $$ > "${pidFile}"; ${trainerCommand("silent")}`;
  const running = conformance("run", "--role", "trainer", "--trainer-cmd", command);
  await vi.waitFor(async () => expect(await readFile(pidFile, "utf8")).toMatch(/^\d+\n/), { timeout: 5000 });
  running.kill("SIGINT");
  const result = await running;
  expect(result.all).toMatch(/cut short/);
  expect(result.exitCode).toBe(4);
  const pid = Number(await readFile(pidFile, "utf8"));
  await rm(pidFile);
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
});

test("list names every case, and explain shows the clause word for word", async () => {
  const list = await conformance("list");
  expect(list.stdout).toMatch(/^fanout-001 /m);
  const explained = await conformance("explain", "fanout-001");
  expect(explained.stdout).toContain(
    "All subscribers of a training MUST receive the same updates in seq order.",
  );
  expect((await conformance("explain", "fanout-999")).exitCode).toBe(2);
});
