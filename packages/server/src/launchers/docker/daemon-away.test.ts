import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runLayout } from "../../core/run-layout.ts";
import { type FakeAnswer, fakeDocker } from "../../testing/fake-docker.ts";
import { newLaunch } from "../../testing/launcher-contract.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import type { ContainerProgram } from "./container-options.ts";
import { DockerLauncher } from "./docker-launcher.ts";

const program: ContainerProgram = { launcher: "docker", image: "some/image", args: [], limits: {} };

/** A launcher over a folder's socket, where daemons come and go. */
function place() {
  const folder = temporaryFolder();
  const socketPath = join(folder.path, "docker.sock");
  const launcher = new DockerLauncher({
    listenOn: () => Promise.resolve("http://127.0.0.1:1"),
    trainerHost: "127.0.0.1",
    socketPath,
    onError: (error) => expect.unreachable(String(error)),
  });
  return {
    launcher,
    launch: newLaunch(folder.path, program),
    log: runLayout(folder.path, 1).log,
    daemon: (answers: Record<string, FakeAnswer>) =>
      fakeDocker(
        socketPath,
        (request) => answers[request] ?? { status: 404, body: { message: "no such thing" } },
      ),
    async [Symbol.asyncDispose]() {
      await launcher.close();
      folder[Symbol.dispose]();
    },
  };
}

const info = (...SecurityOptions: string[]): FakeAnswer => ({ body: { SecurityOptions } });
const state = (State: object): FakeAnswer => ({ body: { State } });
const running = state({ Status: "running", Running: true, ExitCode: 0, OOMKilled: false });

describe("a daemon that goes away while a container runs", () => {
  it("is asked again once it is back: how the container ended is told then, and not before", async () => {
    await using it = place();
    let exit: unknown = "not told";
    {
      await using _daemon = await it.daemon({
        "GET /info": info(),
        "GET /images/some/image/json": { body: {} },
        "POST /containers/create": { status: 201, body: { Id: "X" } },
        "POST /containers/X/start": { status: 204 },
        "POST /containers/X/wait": "stay silent",
        "GET /containers/X/logs": "stay silent",
        "GET /containers/X/json": running,
      });
      const { exited } = await it.launcher.start(it.launch);
      void exited.then((told) => {
        exit = told;
      });
    }
    expect(exit).toBe("not told");
    await using _back = await it.daemon({
      "POST /containers/X/wait": { body: { StatusCode: 3 } },
      "GET /containers/X/logs": {},
      "GET /containers/X/json": state({ Status: "exited", Running: false, ExitCode: 3, OOMKilled: false }),
    });
    await expect.poll(() => exit, { timeout: 10_000 }).toEqual({ code: 3 });
    expect(readFileSync(it.log, "utf8")).toBe("");
  });
});

describe("a recipe is unavailable", () => {
  it.each(["name=rootless", "name=userns"])("where Docker maps users away: %s", async (option) => {
    await using it = place();
    await using _daemon = await it.daemon({ "GET /info": info("name=seccomp,profile=default", option) });
    expect(await it.launcher.whyUnavailable(program)).toContain(`maps users away (${option})`);
  });

  it("where the daemon refuses, in its words and without the interface's own", async () => {
    await using it = place();
    await using _daemon = await it.daemon({
      "GET /info": { status: 500, body: { message: "the disk is broken\nsee the log" } },
    });
    expect(await it.launcher.whyUnavailable(program)).toBe("the disk is broken");
  });

  it("while the daemon answers nothing", { timeout: 10_000 }, async () => {
    await using it = place();
    await using _daemon = await it.daemon({ "GET /info": "stay silent" });
    expect(await it.launcher.whyUnavailable(program)).toMatch(/^Docker does not answer at /);
  });

  it("and nothing is left of it, if it cannot be begun", async () => {
    await using it = place();
    const asked: string[] = [];
    const answers: Record<string, FakeAnswer> = {
      "GET /info": info(),
      "GET /images/some/image/json": { body: {} },
      "POST /containers/create": { status: 201, body: { Id: "X" } },
      "POST /containers/X/start": { status: 500, body: { message: "could not select device driver" } },
      "DELETE /containers/X": { status: 204 },
    };
    await using _daemon = await it.daemon(
      new Proxy(answers, { get: (all, request: string) => (asked.push(request), all[request]) }),
    );
    await expect(it.launcher.start(it.launch)).rejects.toMatchObject({
      code: "recipe_unavailable",
      message: "could not select device driver",
    });
    expect(asked).toContain("DELETE /containers/X");
  });
});
