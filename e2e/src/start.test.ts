import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { TrainingsPage } from "@trainwire/protocol";
import { describe, expect, it } from "vitest";
import { processTree, stillAlive } from "./harness/processes.ts";
import { Program } from "./harness/program.ts";
import { repository, ServerProcess } from "./harness/server-process.ts";

const demo = join(repository, "trainers/digits/dist/main.js");

describe("the server's process", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "ends cleanly at %s, and its demo trainer with it",
    async (signal) => {
      await using server = await ServerProcess.start("--demo", demo);
      const digits = await firstTraining(server.url);
      await expect.poll(() => processTree(server.pid).length).toBe(2);
      const tree = processTree(server.pid);
      expect(await server.end(signal)).toEqual({ code: 0, signal: null });
      expect(stillAlive(tree)).toEqual([]);
      await server.start(["--port", "0"]);
      const state = await fetch(`${server.url}/api/v1/trainings/${digits}`);
      expect(await state.json()).toMatchObject({ status: "cancelled", complete: true });
    },
  );

  it("shows a real loss curve moving within a minute of listening", async () => {
    await using server = await ServerProcess.start("--demo", demo);
    const id = await firstTraining(server.url);
    const losses = async () => {
      const answer = await fetch(`${server.url}/api/v1/trainings/${id}/updates?limit=5000`);
      const { updates } = (await answer.json()) as {
        updates: { data: { details: { loss?: number | null } } }[];
      };
      return updates.flatMap((update) => update.data.details.loss ?? []);
    };
    await expect
      .poll(async () => (await losses()).length, { timeout: 60_000, interval: 500 })
      .toBeGreaterThan(10);
    const curve = await losses();
    expect(curve.at(-1)).toBeLessThan((curve[0] ?? 0) / 2);
  });

  it.each([
    [["--port", "99999"], "--port"],
    [["--host", "0.0.0.0"], "token create"],
    [["--nonsense"], "--nonsense"],
  ])("refuses %o with one clear line", async (args, word) => {
    await using program = new Program(process.execPath, [
      join(repository, "packages/server/dist/main.js"),
      ...args,
    ]);
    expect(await program.ended).toBe(1);
    expect(program.output.trim().split("\n")).toHaveLength(1);
    expect(program.output).toContain(word);
  });
});

describe("npm start", () => {
  it("serves the built dashboard on a free port without the demo, prints its URL, and leaves no process", async () => {
    const folder = mkdtempSync(join(tmpdir(), "trainwire-start-"));
    const args = ["start", "--", "--port", "0", "--no-demo", "--data", folder];
    const npm = spawn("npm", args, { cwd: repository, stdio: ["ignore", "pipe", "inherit"] });
    let url = "";
    for await (const line of createInterface({ input: npm.stdout })) {
      url = /listening on (http:\S+)/.exec(line)?.[1] ?? "";
      if (url !== "") break;
    }
    const page = await fetch(url, { headers: { accept: "text/html" } });
    expect(await page.text()).toContain("<title>Trainwire");
    expect(TrainingsPage.parse(await (await fetch(`${url}/api/v1/trainings`)).json()).trainings).toEqual([]);
    const tree = processTree(npm.pid ?? 0);
    npm.kill("SIGTERM");
    await once(npm, "exit");
    await expect.poll(() => stillAlive(tree), { timeout: 10_000 }).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

/** The id of the first training that shows up. */
async function firstTraining(url: string): Promise<string> {
  let id: string | undefined;
  const look = async () => {
    const page = TrainingsPage.parse(await (await fetch(`${url}/api/v1/trainings`)).json());
    id = page.trainings[0]?.job_id;
    return id;
  };
  await expect.poll(look, { timeout: 30_000 }).toBeDefined();
  return id ?? "";
}
