import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { TrainingSummary } from "@trainwire/protocol";
import { describe, expect, it } from "vitest";
import { procTable } from "./launchers/process/process-table.ts";
import { smallRecipe } from "./testing/run-server.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

const script = fileURLToPath(new URL("./testing/serve-and-crash.ts", import.meta.url));

/** A data folder, recipes, and servers that come and go over them at one address. */
function crashSite(args: readonly string[]) {
  const folder = temporaryFolder();
  const recipes = temporaryFolder();
  writeFileSync(join(recipes.path, "small.yaml"), smallRecipe(args));
  let port = "0";
  const serve = async (point = "never") => {
    const child = spawn(process.execPath, ["--no-warnings", script, folder.path, recipes.path, port, point], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [url] = (await once(createInterface(child.stdout), "line")) as [string];
    ({ port } = new URL(url));
    const exited = once(child, "exit");
    return {
      url,
      exited,
      end: async (signal: NodeJS.Signals) => {
        child.kill(signal);
        await exited;
      },
    };
  };
  const read = async (): Promise<TrainingSummary | undefined> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/trainings/run`).catch(() => undefined);
    return answer?.ok ? ((await answer.json()) as TrainingSummary) : undefined;
  };
  return {
    serve,
    log: () => readFileSync(join(folder.path, "runs", "run", "logs", "attempt-1.log"), "utf8"),
    start: (url: string) =>
      fetch(`${url}/api/v1/trainings`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '{"train_id":"run","recipe":"small"}',
      }).catch(() => undefined),
    until: async (isSo: (training: TrainingSummary) => boolean): Promise<TrainingSummary> => {
      for (;;) {
        const training = await read();
        if (training && isSo(training)) return training;
        await wait(20);
      }
    },
    /** The processes of the training that are alive. */
    trainers: async () =>
      (await procTable.list()).filter(
        ({ launchId, isZombie, pid }) =>
          launchId !== undefined && !isZombie && pid !== process.pid && isOf(pid, folder.path),
      ),
    [Symbol.dispose]() {
      folder[Symbol.dispose]();
      recipes[Symbol.dispose]();
    },
  };
}

function isOf(pid: number, folder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").includes(folder);
  } catch {
    return false;
  }
}

const isCleared = ({ attempts }: TrainingSummary) => attempts?.[0]?.checked_at !== undefined;
const completedOnce = { status: "completed", attempts: [{ attempt: 1, is_clean: true, processes_left: 0 }] };

describe.runIf(process.platform === "linux")("a server that is killed", { timeout: 40_000 }, () => {
  for (const point of ["before-start", "after-start", "after-exit"]) {
    it(`${point} of a trainer goes on where it was: the trainer runs once, and completes`, async () => {
      using site = crashSite(["--steps=10"]);
      const first = await site.serve(point);
      await site.start(first.url);
      expect((await first.exited)[1]).toBe("SIGKILL");
      const second = await site.serve();
      const training = await site.until(isCleared);
      expect(training).toMatchObject(completedOnce);
      expect(training.attempts).toHaveLength(1);
      expect(site.log()).toBe("attempt 1 begins at step 0\n");
      expect(await site.trainers()).toEqual([]);
      await second.end("SIGTERM");
    });
  }

  it("while a trainer runs finds it again, and learns how it ends", async () => {
    using site = crashSite(["--steps=60"]);
    const first = await site.serve();
    await site.start(first.url);
    await site.until(({ current_step }) => (current_step ?? 0) > 3);
    await first.end("SIGKILL");
    expect((await site.trainers()).length).toBeGreaterThan(0);
    const second = await site.serve();
    expect(await site.until(isCleared)).toMatchObject({ ...completedOnce, current_step: 60 });
    expect(site.log()).toBe("attempt 1 begins at step 0\n");
    await second.end("SIGTERM");
  });

  it("while its trainer is killed too learns it from what the trainer left", async () => {
    using site = crashSite(["--save-every=4"]);
    const first = await site.serve();
    await site.start(first.url);
    await site.until(({ current_step }) => (current_step ?? 0) >= 9);
    await first.end("SIGKILL");
    // The shim, which leads the group, is left to note it.
    const trainer = (await site.trainers()).find(({ pid, group }) => pid !== group);
    process.kill(trainer?.pid ?? 0, "SIGKILL");
    const second = await site.serve();
    const paused = await site.until(({ status }) => status === "paused");
    expect(paused.reason).toMatch(/^attempt 1 was killed \(KILL\), perhaps for want of memory/);
    expect(paused.attempts).toMatchObject([{ exit_code: 137, ended_by: "itself", is_clean: true }]);
    expect(paused.attempts?.[0]).not.toHaveProperty("out_of_memory");
    await second.end("SIGTERM");
  });

  it("or stopped leaves its trainers running, and finds them again", async () => {
    using site = crashSite([]);
    const first = await site.serve();
    await site.start(first.url);
    const { current_step: before } = await site.until(({ current_step }) => (current_step ?? 0) > 3);
    await first.end("SIGTERM");
    expect((await site.trainers()).length).toBeGreaterThan(0);
    const second = await site.serve();
    await site.until(({ current_step }) => (current_step ?? 0) > (before ?? 0) + 3);
    await fetch(`${second.url}/api/v1/trainings/run/cancel`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(await site.until(isCleared)).toMatchObject({ status: "cancelled" });
    expect(await site.trainers()).toEqual([]);
    await second.end("SIGTERM");
  });
});
