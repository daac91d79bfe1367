import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { runLayout } from "../../core/run-layout.ts";
import { describeLauncher, newLaunch } from "../../testing/launcher-contract.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { ProcessLauncher } from "./process-launcher.ts";
import { procTable, psTable } from "./process-table.ts";

const url = "http://127.0.0.1:1";

const programOf = (...command: string[]) => ({ launcher: "process" as const, command, cwd: tmpdir() });

describeLauncher("the process launcher", async () => {
  const opened: ProcessLauncher[] = [];
  const another = () => {
    const launcher = new ProcessLauncher({ url: () => url });
    opened.push(launcher);
    return launcher;
  };
  return {
    launcher: another(),
    another,
    script: (text) => programOf("sh", "-c", text),
    unavailable: programOf("no-such-program"),
    url,
    async [Symbol.asyncDispose]() {
      for (const launcher of opened) await launcher.close();
    },
  };
});

describe("the process launcher", () => {
  it.runIf(existsSync("/proc/self/environ"))("counts what it ends, in the group and beyond it", async () => {
    using folder = temporaryFolder();
    const launcher = new ProcessLauncher({ url: () => url });
    const launch = newLaunch(folder.path, programOf("sh", "-c", "setsid sleep 600 & sleep 600 & exit 0"));
    const { exited, handle } = await launcher.start(launch);
    await exited;
    expect(await launcher.cleanUp(launch, handle)).toEqual({ ended: 2, left: 0 });
  });

  it("shows a program the GPUs that it was given, and no other", async () => {
    const launcher = new ProcessLauncher({ url: () => url });
    const printed = [];
    for (const gpus of [[], [1, 3]]) {
      using folder = temporaryFolder();
      const launch = newLaunch(folder.path, programOf("sh", "-c", 'echo "${CUDA_VISIBLE_DEVICES-all}"'), {
        gpus,
        env: { CUDA_VISIBLE_DEVICES: "0" },
      });
      await (await launcher.start(launch)).exited;
      printed.push(readFileSync(runLayout(folder.path, 1).log, "utf8"));
    }
    expect(printed).toEqual(["\n", "1,3\n"]);
  });

  it("starts nothing with an argument that the system does not take, and says so", async () => {
    using folder = temporaryFolder();
    const launcher = new ProcessLauncher({ url: () => url });
    for (const argument of ["a\0b", "x".repeat(200_000)]) {
      const launch = newLaunch(folder.path, programOf("true", argument));
      await expect(launcher.start(launch)).rejects.toMatchObject({
        code: "recipe_unavailable",
        message: expect.stringMatching(/^the program could not be started: /) as string,
      });
      expect(await launcher.adopt(launch)).toBeUndefined();
    }
  });

  it("gives a start up that cannot be noted", async () => {
    using folder = temporaryFolder();
    const launcher = new ProcessLauncher({ url: () => url });
    const launch = newLaunch(folder.path, programOf("true"));
    mkdirSync(runLayout(folder.path, 1).started);
    await expect(launcher.start(launch)).rejects.toMatchObject({ code: "recipe_unavailable" });
  });

  it("leaves a process alone that was given the pid of its leader", async () => {
    using folder = temporaryFolder();
    const launcher = new ProcessLauncher({ url: () => url });
    const launch = newLaunch(folder.path, programOf("true"));
    const other = spawn("sleep", ["600"], { detached: true });
    const handle = { pid: other.pid ?? 0, started: "0", boot: await procTable.bootId() };
    expect(await launcher.cleanUp(launch, handle)).toEqual({ ended: 0, left: 0 });
    const adopted = await launcher.adopt(launch, handle);
    await adopted?.stop("KILL");
    expect(await adopted?.exited).toEqual({});
    expect(other.exitCode ?? other.signalCode).toBeNull();
    other.kill("SIGKILL");
  });

  it("does without /proc: ends the process group, by what ps tells", async () => {
    using folder = temporaryFolder();
    const launcher = new ProcessLauncher({ url: () => url, table: psTable });
    const launch = newLaunch(folder.path, programOf("sh", "-c", "sleep 600 & exit 6"));
    const { exited, handle } = await launcher.start(launch);
    const adopted = await launcher.adopt(launch, handle);
    expect([await exited, await adopted?.exited]).toEqual([{ code: 6 }, { code: 6 }]);
    expect(await launcher.cleanUp(launch, handle)).toEqual({ ended: 1, left: 0 });
  });
});
