import { expect, test, vi } from "vitest";
import { isListening } from "../testing/listening.ts";
import { ProcessGroup } from "./process-group.ts";

const listen =
  "require('net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })";
const server = `"${process.execPath}" -e "${listen}"`;
const stubbornServer = `"${process.execPath}" -e "process.on('SIGTERM', () => {}); ${listen}"`;

async function started(command: string): Promise<{ group: ProcessGroup; port: number }> {
  const group = new ProcessGroup(command);
  await vi.waitFor(() => expect(group.output).toMatch(/^\d+\n/), { timeout: 5000 });
  const port = Number(group.output.trim());
  expect(await isListening(port)).toBe(true);
  return { group, port };
}

async function expectGone(port: number): Promise<void> {
  await vi.waitFor(async () => expect(await isListening(port)).toBe(false), { timeout: 5000 });
}

test("TERM ends the command and what it started", async () => {
  const { group, port } = await started(`${server} & wait`);
  await group.stop(5000);
  await expectGone(port);
});

test("what ignores TERM is killed after the grace", async () => {
  const { group, port } = await started(`trap "" TERM; ${stubbornServer} & wait`);
  await group.stop(50);
  await expectGone(port);
});

test("what outlives the command is killed too", async () => {
  const { group, port } = await started(`${server} & sleep 0.2`);
  await group.kill();
  await expectGone(port);
});

test("a command that ends says how, with the last of its output", async () => {
  const group = new ProcessGroup("echo farewell; exit 7");
  await vi.waitFor(() => expect(group.gone.aborted).toBe(true), { timeout: 5000 });
  expect(String(group.gone.reason)).toMatch(/code 7[^]*farewell/);
});
