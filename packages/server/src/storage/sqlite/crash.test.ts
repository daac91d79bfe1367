import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { openDatabase } from "./database.ts";
import { SqliteLog } from "./sqlite-log.ts";

const program = fileURLToPath(new URL("../../testing/append-forever.ts", import.meta.url));

/** Lets a process append, kills it after so many acknowledgements, and returns the last one. */
async function killedAfter(folder: string, acknowledgements: number): Promise<number> {
  const child = spawn(process.execPath, [program, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  let last = 0;
  let count = 0;
  for await (const line of createInterface(child.stdout)) {
    last = Number(line);
    count += 1;
    if (count === acknowledgements) child.kill("SIGKILL");
  }
  await exited;
  return last;
}

it.each([1, 7, 60, 250])("nothing acknowledged is lost by kill -9 after %i commits", async (commits) => {
  using folder = temporaryFolder();
  const last = await killedAfter(folder.path, commits);
  expect(last).toBeGreaterThanOrEqual(commits * 20);
  const database = openDatabase(folder.path);
  const log = new SqliteLog(database);
  const seq = (await log.head("run"))?.state.seq ?? 0;
  expect(seq).toBeGreaterThanOrEqual(last);
  expect(await log.producerSeq("run", "p")).toBe(seq);
  const counted = database.prepare("SELECT count(*) AS count, max(seq) AS newest FROM updates").get();
  expect(counted).toEqual({ count: seq, newest: seq });
  expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
  await log.close();
  database.close();
});
