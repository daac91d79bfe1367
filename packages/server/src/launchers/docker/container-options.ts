import type { ContainerCreateOptions } from "dockerode";
import type { Launch, LaunchKey, Program } from "../../core/launcher.ts";
import { runLayout } from "../../core/run-layout.ts";
import { trainerEnvironment } from "../../core/trainer-environment.ts";
import type { ContainerUser } from "./container-user.ts";

/** A program that is a container. */
export type ContainerProgram = Extract<Program, { launcher: "docker" }>;

/** Label whose value is the id of the launch. */
export const launchLabel = "trainwire.launch";

/** Where a container finds its run folder. */
const folderInside = "/trainwire";
const gib = 1024 ** 3;
/** Most of `/dev/shm` and `/tmp` where memory is not limited: PyTorch's loaders pass batches through the first. */
const openTmpfsBytes = 8 * gib;
/** Most that the daemon keeps of what a container printed: the server copies it meanwhile. */
const logConfig = { Type: "json-file", Config: { "max-size": "64m", "max-file": "2" } };

/** The name of a launch's container: Docker itself refuses a second of the same. */
export function containerName({ trainId, attempt, launchId }: LaunchKey): string {
  return `trainwire-${trainId}-${attempt}-${launchId}`;
}

/** What a launch's container is made with. @param url Where it reaches the server. */
export function containerOptions(
  launch: Launch,
  program: ContainerProgram,
  { url, user }: { readonly url: string; readonly user: ContainerUser },
): ContainerCreateOptions {
  const { memoryBytes, cpus, pids } = program.limits;
  return {
    name: containerName(launch),
    Image: program.image,
    Cmd: [...program.args],
    User: `${user.uid}:${user.gid}`,
    Env: Object.entries(environment(launch, url)).map(([name, value]) => `${name}=${value}`),
    Labels: {
      [launchLabel]: launch.launchId,
      "trainwire.training": launch.trainId,
      "trainwire.attempt": String(launch.attempt),
    },
    HostConfig: {
      // As PID 1 many programs take no notice of TERM, and wait for no child.
      Init: true,
      Binds: binds(launch),
      NetworkMode: "bridge",
      RestartPolicy: { Name: "" },
      LogConfig: logConfig,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      ReadonlyRootfs: true,
      ...tmpfs(memoryBytes),
      // No swap beside the memory: a training that swaps is as good as hung.
      ...(memoryBytes !== undefined && { Memory: memoryBytes, MemorySwap: memoryBytes }),
      ...(cpus !== undefined && { NanoCpus: Math.round(cpus * 1e9) }),
      ...(pids !== undefined && { PidsLimit: pids }),
      ...(launch.gpus.length > 0 && {
        DeviceRequests: [{ Driver: "", DeviceIDs: launch.gpus.map(String), Capabilities: [["gpu"]] }],
      }),
    },
  };
}

function environment(launch: Launch, url: string): Record<string, string> {
  return {
    // The user is none of the image's: programs that look up its home or name would fail.
    HOME: "/tmp",
    USER: "trainer",
    LOGNAME: "trainer",
    ...trainerEnvironment(launch, { url, folder: folderInside }),
    // Images that are made for GPUs ask for all of them, where their runtime is the default.
    ...(launch.gpus.length === 0 && { NVIDIA_VISIBLE_DEVICES: "void" }),
  };
}

/** What a trainer may write to, and no more of its run folder: neither its log nor the notes of the launcher. */
function binds(launch: LaunchKey): string[] {
  const [outside, inside] = [launch.folder, folderInside].map((folder) => runLayout(folder, launch.attempt));
  return [`${outside?.artifacts}:${inside?.artifacts}`, `${outside?.spool}:${inside?.spool}`];
}

function tmpfs(memoryBytes: number | undefined): { ShmSize: number; Tmpfs: Record<string, string> } {
  const size = memoryBytes === undefined ? openTmpfsBytes : Math.ceil(memoryBytes / 2);
  // What PyTorch compiles there it loads, too.
  return { ShmSize: size, Tmpfs: { "/tmp": `rw,nosuid,nodev,exec,mode=1777,size=${size}` } };
}
