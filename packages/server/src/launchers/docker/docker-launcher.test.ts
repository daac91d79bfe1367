import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Launch } from "../../core/launcher.ts";
import { runLayout } from "../../core/run-layout.ts";
import { dockerForTests } from "../../testing/docker-for-tests.ts";
import { describeLauncher, newLaunch } from "../../testing/launcher-contract.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { type ContainerProgram, containerName, launchLabel } from "./container-options.ts";
import { DockerLauncher } from "./docker-launcher.ts";

const docker = dockerForTests();
const url = "http://172.17.0.1:1";
const missing: ContainerProgram = {
  launcher: "docker",
  image: "trainwire/no-such-image",
  args: [],
  limits: {},
};

function programOf(text: string, limits: ContainerProgram["limits"] = {}): ContainerProgram {
  return { launcher: "docker", image: docker?.shellImage ?? "none", args: ["sh", "-c", text], limits };
}

const socketPath = "/var/run/docker.sock";

function launcherOf(path = socketPath) {
  const launcher = new DockerLauncher({
    listenOn: () => Promise.resolve(url),
    onError: (error) => expect.unreachable(String(error)),
    socketPath: path,
  });
  return { launcher, [Symbol.asyncDispose]: () => launcher.close() };
}

const dockerSays = (...args: string[]) => execFileSync("docker", args, { encoding: "utf8" });

/** The ids of the containers that were started here. */
const containers = () =>
  dockerSays(
    "ps",
    "--all",
    "--quiet",
    "--filter",
    `label=${launchLabel}`,
    "--filter",
    "label=trainwire.training=run",
  )
    .split("\n")
    .filter((id) => id !== "");

/** Runs a container to its end, and removes it. */
async function ran(launch: Launch) {
  await using it = launcherOf();
  const running = await it.launcher.start(launch);
  const exit = await running.exited;
  await it.launcher.cleanUp(launch);
  return { exit, log: readFileSync(runLayout(launch.folder, launch.attempt).log, "utf8") };
}

describe.skipIf(!docker)("with Docker", () => {
  afterAll(() => expect(containers()).toEqual([]));

  describeLauncher("the docker launcher", async () => {
    const opened: DockerLauncher[] = [];
    const another = () => {
      const { launcher } = launcherOf();
      opened.push(launcher);
      return launcher;
    };
    return {
      launcher: another(),
      another,
      script: programOf,
      unavailable: missing,
      url,
      async [Symbol.asyncDispose]() {
        for (const launcher of opened) await launcher.close();
      },
    };
  });

  describe("a container", () => {
    it("is nobody's but the server's user, without any right beyond, and writes to its folders alone", async () => {
      using folder = temporaryFolder();
      const facts = ["NoNewPrivs", "CapEff", "CapBnd"].map((name) => `grep ${name} /proc/self/status`);
      const writes = ["/", "/trainwire", "/home", "$HOME", "$TRAINWIRE_RUN_DIR", "$TRAINWIRE_SPOOL_DIR"].map(
        (place) => `touch ${place}/x 2>/dev/null && echo "writes ${place}"`,
      );
      const script = ["id -u", ...facts, ...writes, "ls /trainwire", "true"].join("; ");
      const { exit, log } = await ran(newLaunch(folder.path, programOf(script)));
      expect(exit).toEqual({ code: 0 });
      const uid = process.getuid?.() || 65534;
      expect(log.split("\n")).toEqual([
        String(uid),
        "NoNewPrivs:\t1",
        "CapEff:\t0000000000000000",
        "CapBnd:\t0000000000000000",
        "writes /tmp",
        "writes /trainwire/artifacts",
        "writes /trainwire/spool",
        "artifacts",
        "spool",
        "",
      ]);
      const { artifacts } = runLayout(folder.path, 1);
      expect(statSync(join(artifacts, "x")).uid).toBe(uid);
      rmSync(artifacts, { recursive: true });
    });

    it("that needs more memory than its limit is ended, and it is said why", async () => {
      using folder = temporaryFolder();
      const greedy = programOf("python3 -c 'held = bytearray(1 << 30)'; exit $?", { memoryBytes: 64 << 20 });
      const { exit } = await ran(newLaunch(folder.path, greedy));
      expect(exit).toEqual({ code: 137, outOfMemory: true });
    });

    it("starts no more processes than its limit", async () => {
      using folder = temporaryFolder();
      const forks = programOf('for i in 1 2 3 4 5 6 7 8 9; do sleep 1 & done; echo "all of them"', {
        pids: 5,
      });
      const { exit, log } = await ran(newLaunch(folder.path, forks));
      expect([exit.code, log]).toEqual([2, expect.not.stringContaining("all of them")]);
    });

    it("leaves no volume behind that its image asks for", async () => {
      using folder = temporaryFolder();
      await using it = launcherOf();
      const image = "trainwire/trainer-pytorch";
      const launch = newLaunch(folder.path, { ...programOf(""), image, args: ["--help"] });
      const { exited } = await it.launcher.start(launch);
      await exited;
      const names = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}} {{end}}{{end}}';
      const volumes = dockerSays("inspect", "--format", names, containerName(launch)).trim().split(" ");
      expect(volumes).toEqual([expect.stringMatching(/^\w{64}$/)]);
      await it.launcher.cleanUp(launch);
      const left = dockerSays("volume", "ls", "--quiet").split("\n");
      expect(volumes.filter((name) => left.includes(name))).toEqual([]);
    });

    it("whose removal by somebody else ends it is told of as ended, nobody knows how", async () => {
      using folder = temporaryFolder();
      await using it = launcherOf();
      const launch = newLaunch(folder.path, programOf("exec sleep 600"));
      const running = await it.launcher.start(launch);
      execFileSync("docker", ["rm", "--force", containerName(launch)]);
      expect([{}, { code: 137 }]).toContainEqual(await running.exited);
      await running.stop("TERM");
      expect(await it.launcher.cleanUp(launch)).toEqual({ ended: 0, left: 0 });
      await using next = launcherOf();
      expect(await next.launcher.adopt(launch, running.handle)).toMatchObject({ handle: running.handle });
    });

    it("that has ended and is removed is never begun again", async () => {
      using folder = temporaryFolder();
      const launch = newLaunch(folder.path, programOf("exit 9"));
      await ran(launch);
      await using next = launcherOf();
      const adopted = await next.launcher.adopt(launch);
      expect(await adopted?.exited).toEqual({ code: 9 });
      await adopted?.stop("KILL");
    });

    it("that was made and not begun when the server was killed may be started", async () => {
      using folder = temporaryFolder();
      const launch = newLaunch(folder.path, programOf("exit 0"));
      const label = `${launchLabel}=${launch.launchId}`;
      execFileSync("docker", [
        "create",
        "--name",
        containerName(launch),
        "--label",
        label,
        docker?.shellImage ?? "",
      ]);
      await using it = launcherOf();
      expect(await it.launcher.adopt(launch)).toBeUndefined();
      expect((await ran(launch)).exit).toEqual({ code: 0 });
    });
  });

  it("a log goes on where it was, whatever was printed while there was no server, each line once", async () => {
    using folder = temporaryFolder();
    const { artifacts, log } = runLayout(folder.path, 1);
    const script = programOf(`
      for i in $(seq 500); do echo "first $i"; done; touch "$TRAINWIRE_RUN_DIR/said"
      until test -e "$TRAINWIRE_RUN_DIR/go"; do sleep 0.05; done
      for i in $(seq 500); do echo "second $i"; done; head -c 40000 /dev/zero | tr '\\0' x; echo`);
    const launch = newLaunch(folder.path, script);
    {
      await using first = launcherOf();
      await first.launcher.start(launch);
      await expect.poll(() => existsSync(join(artifacts, "said")), { timeout: 5000 }).toBe(true);
    }
    mkdirSync(join(artifacts, "go"));
    await using second = launcherOf();
    await (await second.launcher.adopt(launch))?.exited;
    await second.launcher.cleanUp(launch);
    const lines = (word: string) => Array.from({ length: 500 }, (_, at) => `${word} ${at + 1}`);
    expect(readFileSync(log, "utf8").split("\n")).toEqual([
      ...lines("first"),
      ...lines("second"),
      "x".repeat(40_000),
      "",
    ]);
  });

  it("containers on the bridge reach the machine by the address that the launcher asks Docker for", async () => {
    const asked: string[] = [];
    const launcher = new DockerLauncher({
      socketPath,
      listenOn: async (address) => {
        asked.push(address);
        return url;
      },
      onError: (error) => expect.unreachable(String(error)),
    });
    expect(await launcher.whyUnavailable(programOf("true"))).toBeUndefined();
    const gateway = ["network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}"];
    expect(asked).toEqual([execFileSync("docker", gateway, { encoding: "utf8" }).trim()]);
    await launcher.close();
  });

  it("an address that the server cannot listen on makes recipes unavailable", async () => {
    const launcher = new DockerLauncher({
      socketPath,
      listenOn: () => Promise.reject(new RangeError("EADDRNOTAVAIL")),
      trainerHost: "192.0.2.1",
      onError: (error) => expect.unreachable(String(error)),
    });
    expect(await launcher.whyUnavailable(programOf("true"))).toBe(
      "the server cannot listen for containers on 192.0.2.1 (EADDRNOTAVAIL): name an address by --trainer-host",
    );
    await launcher.close();
  });

  it("an image that is missing is named", async () => {
    await using it = launcherOf();
    expect(await it.launcher.whyUnavailable(missing)).toBe(
      "the image trainwire/no-such-image is not on this machine: build it, or docker pull trainwire/no-such-image",
    );
  });

  it("a GPU that Docker cannot give makes a start fail in one line, and leaves no container", async () => {
    using folder = temporaryFolder();
    await using it = launcherOf();
    const launch = newLaunch(folder.path, programOf("true"), { gpus: [731] });
    await expect(it.launcher.start(launch)).rejects.toMatchObject({
      code: "recipe_unavailable",
      message: expect.stringMatching(/^[^\n]*(gpu|731|device)[^\n]*$/i),
    });
    expect(await it.launcher.adopt(launch)).toBeUndefined();
  });
});

describe("without a Docker daemon", () => {
  it("recipes are unavailable, and it is said what to do", async () => {
    using folder = temporaryFolder();
    const socket = join(folder.path, "docker.sock");
    await using it = launcherOf(socket);
    const message = `Docker does not answer at ${socket}: install and start it`;
    expect(await it.launcher.whyUnavailable(missing)).toBe(message);
    const start = it.launcher.start(newLaunch(folder.path, missing));
    await expect(start).rejects.toMatchObject({ code: "recipe_unavailable", message });
  });
});
