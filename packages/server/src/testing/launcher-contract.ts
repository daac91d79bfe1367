import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Launch, Launcher, LaunchKey, Program } from "../core/launcher.ts";
import { runLayout } from "../core/run-layout.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A launcher under test, with programs that it can start. */
export interface LauncherUnderTest extends AsyncDisposable {
  readonly launcher: Launcher;
  /** Another one over the same machine, as after a restart of the server. */
  another(): Launcher;
  /** A program that runs this script of `sh`. */
  script(text: string): Program;
  /** One that cannot be started here. */
  readonly unavailable: Program;
  /** Where trainers are told to publish. */
  readonly url: string;
}

const patience = 20_000;

/** A launch of a program, its folders made. */
export function newLaunch(folder: string, program: Program, changed: Partial<Launch> = {}): Launch {
  const launchId = crypto.randomUUID();
  for (const each of ["artifacts", "spool", "logs"]) mkdirSync(join(folder, each), { recursive: true });
  const base = {
    trainId: "run",
    attempt: 1,
    launchId,
    folder,
    program,
    token: "tw_secret",
    env: {},
    gpus: [],
  };
  return { ...base, ...changed };
}

const keyOf = ({ trainId, attempt, launchId, folder }: Launch): LaunchKey => ({
  trainId,
  attempt,
  launchId,
  folder,
});

/** Resolves when a file is there. */
async function untilThere(path: string): Promise<void> {
  while (!existsSync(path)) await wait(10);
}

/** The contract of the port `Launcher`. */
export function describeLauncher(name: string, open: () => Promise<LauncherUnderTest>): void {
  describe(`${name} keeps the contract of Launcher`, { timeout: patience }, () => {
    it("tells how a program ended, and keeps what it printed on both channels", async () => {
      using folder = temporaryFolder();
      await using it = await open();
      const launch = newLaunch(folder.path, it.script("echo out; echo err >&2; exit 3"));
      const running = await it.launcher.start(launch);
      expect(await running.exited).toMatchObject({ code: 3 });
      const { log } = runLayout(folder.path, 1);
      expect(readFileSync(log, "utf8").trim().split("\n").toSorted()).toEqual(["err", "out"]);
      expect(await it.launcher.cleanUp(launch, running.handle)).toEqual({ ended: 0, left: 0 });
    });

    it("tells a trainer by its environment who it is, where to publish and what to go on from", async () => {
      using folder = temporaryFolder();
      await using it = await open();
      const script = it.script('env > "$TRAINWIRE_RUN_DIR/env"; test -d "$TRAINWIRE_SPOOL_DIR"');
      const launch = newLaunch(folder.path, script, {
        attempt: 2,
        resumeFrom: "checkpoints/a",
        env: { SEED: "7" },
      });
      const running = await it.launcher.start(launch);
      expect(await running.exited).toMatchObject({ code: 0 });
      const lines = readFileSync(join(folder.path, "artifacts", "env"), "utf8").split("\n");
      const env = Object.fromEntries(
        lines.map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]),
      );
      expect(env).toMatchObject({
        TRAINWIRE_URL: it.url,
        TRAINWIRE_TRAIN_ID: "run",
        TRAINWIRE_ATTEMPT: "2",
        TRAINWIRE_TOKEN: "tw_secret",
        TRAINWIRE_LAUNCH_ID: launch.launchId,
        SEED: "7",
      });
      expect(env["TRAINWIRE_RESUME_FROM"]).toBe(`${env["TRAINWIRE_RUN_DIR"]}/checkpoints/a`);
      expect(Object.keys(env)).not.toContain("VITEST");
      await it.launcher.cleanUp(launch, running.handle);
    });

    it("stops a program by TERM, and one that ignores it by KILL", async () => {
      using folder = temporaryFolder();
      await using it = await open();
      const sleeps = 'touch "$TRAINWIRE_RUN_DIR/ready"; while :; do sleep 0.1; done';
      const gentle = newLaunch(folder.path, it.script(`trap 'exit 7' TERM; ${sleeps}`));
      const first = await it.launcher.start(gentle);
      await untilThere(join(folder.path, "artifacts", "ready"));
      await first.stop("TERM");
      expect(await first.exited).toMatchObject({ code: 7 });
      await it.launcher.cleanUp(gentle, first.handle);

      using other = temporaryFolder();
      const deaf = newLaunch(other.path, it.script(`trap '' TERM; ${sleeps}`));
      const second = await it.launcher.start(deaf);
      await untilThere(join(other.path, "artifacts", "ready"));
      await second.stop("TERM");
      await second.stop("KILL");
      expect((await second.exited).code ?? 137).toBe(137);
      expect((await it.launcher.cleanUp(deaf, second.handle)).left).toBe(0);
      await second.stop("KILL");
    });

    it("adopts what runs, with and without its handle, and learns how it ends", async () => {
      using folder = temporaryFolder();
      await using it = await open();
      const script = it.script('until test -e "$TRAINWIRE_RUN_DIR/go"; do sleep 0.1; done; exit 4');
      const launch = newLaunch(folder.path, script);
      const { handle } = await it.launcher.start(launch);
      const second = it.another();
      const [known, found] = [await second.adopt(keyOf(launch), handle), await second.adopt(keyOf(launch))];
      expect(found?.handle).toEqual(handle);
      const { artifacts } = runLayout(folder.path, 1);
      mkdirSync(join(artifacts, "go"));
      expect(await known?.exited).toMatchObject({ code: 4 });
      expect(await found?.exited).toMatchObject({ code: 4 });
      expect(await (await it.another().adopt(keyOf(launch)))?.exited).toMatchObject({ code: 4 });
      await second.cleanUp(keyOf(launch), handle);
    });

    it("stops what it adopted", async () => {
      using folder = temporaryFolder();
      await using it = await open();
      const launch = newLaunch(folder.path, it.script("exec sleep 600"));
      const { handle } = await it.launcher.start(launch);
      const adopted = await it.another().adopt(keyOf(launch), handle);
      await adopted?.stop("KILL");
      await adopted?.exited;
      expect((await it.launcher.cleanUp(launch, handle)).left).toBe(0);
    });

    it("finds nothing of a launch that never began, and cleans up nothing", async () => {
      using folder = temporaryFolder();
      await using it = await open();
      const key = keyOf(newLaunch(folder.path, it.script("exit 0")));
      expect(await it.launcher.adopt(key)).toBeUndefined();
      expect(await it.launcher.cleanUp(key)).toEqual({ ended: 0, left: 0 });
    });

    it("begins no launch twice, whoever starts it", async () => {
      using folder = temporaryFolder();
      await using it = await open();
      const script = it.script(
        'echo begun; until test -e "$TRAINWIRE_RUN_DIR/go"; do sleep 0.1; done; exit 5',
      );
      const launch = newLaunch(folder.path, script);
      const [one, two] = await Promise.all([it.launcher.start(launch), it.another().start(launch)]);
      mkdirSync(join(runLayout(folder.path, 1).artifacts, "go"));
      expect(await one.exited).toMatchObject({ code: 5 });
      expect(await two.exited).toMatchObject({ code: 5 });
      expect(readFileSync(runLayout(folder.path, 1).log, "utf8")).toBe("begun\n");
      await it.launcher.cleanUp(launch, one.handle);
    });

    it("ends what outlives its program, also what has left its process group", async () => {
      using folder = temporaryFolder();
      await using it = await open();
      const script = it.script("setsid sleep 600 & sleep 600 & exit 0");
      const launch = newLaunch(folder.path, script);
      const running = await it.launcher.start(launch);
      await running.exited;
      const { left } = await it.another().cleanUp(keyOf(launch));
      expect(left).toBe(0);
      expect(await it.launcher.cleanUp(launch, running.handle)).toEqual({ ended: 0, left: 0 });
    });

    it("says why a program cannot be started, and starts nothing", async () => {
      using folder = temporaryFolder();
      await using it = await open();
      const launch = newLaunch(folder.path, it.unavailable);
      expect(await it.launcher.whyUnavailable(it.unavailable)).toMatch(/\w+/);
      expect(await it.launcher.whyUnavailable(it.script("exit 0"))).toBeUndefined();
      await expect(it.launcher.start(launch)).rejects.toMatchObject({ code: "recipe_unavailable" });
      expect(await it.launcher.adopt(keyOf(launch))).toBeUndefined();
    });

    it("lets what it started go on when it is closed", async () => {
      using folder = temporaryFolder();
      await using it = await open();
      const launch = newLaunch(
        folder.path,
        it.script('until test -e "$TRAINWIRE_RUN_DIR/go"; do sleep 0.1; done'),
      );
      const { handle } = await it.launcher.start(launch);
      await it.launcher.close();
      const adopted = await it.another().adopt(keyOf(launch), handle);
      mkdirSync(join(runLayout(folder.path, 1).artifacts, "go"));
      expect(await adopted?.exited).toMatchObject({ code: 0 });
      await it.another().cleanUp(keyOf(launch), handle);
    });
  });
}
