import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** A process of this machine. */
export interface ProcessInfo {
  readonly pid: number;
  readonly group: number;
  /** Absent where the system does not say. */
  readonly session?: number;
  /** When it began, in whatever form; with the pid it tells a process from a later one of the same pid. */
  readonly started: string;
  /** Whether it has ended, and only its parent has not asked yet. */
  readonly isZombie: boolean;
  /** What its environment names as its launch; absent if none, or if it may not be read. */
  readonly launchId?: string;
}

/** What can be asked of the processes of this machine. */
export interface ProcessTable {
  list(): Promise<readonly ProcessInfo[]>;
  find(pid: number): Promise<ProcessInfo | undefined>;
  /** What changes when the machine starts anew. */
  bootId(): Promise<string>;
}

/** The table of this machine: by `/proc` where there is one. */
export function processTable(): ProcessTable {
  return existsSync("/proc/self/stat") ? procTable : psTable;
}

/** By Linux' `/proc`, which also shows what environment a process began with. */
export const procTable: ProcessTable = {
  async list() {
    const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
    const found = await Promise.all(pids.map((pid) => this.find(Number(pid))));
    return found.filter((info) => info !== undefined);
  },
  async find(pid) {
    const [stat, environment] = await Promise.all([
      readProc(`/proc/${pid}/stat`),
      readProc(`/proc/${pid}/environ`),
    ]);
    if (stat === undefined) return undefined;
    // The name before it may hold anything, also brackets and spaces (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const launchId = /(?:^|\0)TRAINWIRE_LAUNCH_ID=([^\0]*)/.exec(environment ?? "")?.[1];
    return {
      pid,
      group: Number(fields[2]),
      session: Number(fields[3]),
      started: fields[19] ?? "",
      isZombie: fields[0] === "Z" || fields[0] === "X",
      ...(launchId !== undefined && { launchId }),
    };
  },
  async bootId() {
    return ((await readProc("/proc/sys/kernel/random/boot_id")) ?? "").trim();
  },
};

/** By `ps` (POSIX), which tells process groups and no environments. */
export const psTable: ProcessTable = {
  list: () => ps(["-A"]),
  find: async (pid) => (await ps(["-p", String(pid)]))[0],
  // Times that `ps` tells are of the calendar, and differ after a start of the machine.
  bootId: () => Promise.resolve(""),
};

const run = promisify(execFile);

async function ps(which: readonly string[]): Promise<readonly ProcessInfo[]> {
  // It exits with 1 if it finds none.
  const { stdout } = await run("ps", [...which, "-o", "pid=,pgid=,stat=,lstart="], {
    env: { ...process.env, LC_ALL: "C" },
  }).catch(() => ({ stdout: "" }));
  return stdout.split("\n").flatMap((line) => {
    const [pid, group, state = "", ...started] = line.trim().split(/\s+/);
    if (group === undefined) return [];
    return {
      pid: Number(pid),
      group: Number(group),
      started: started.join(" "),
      isZombie: state.startsWith("Z"),
    };
  });
}

/** Undefined if the process has ended meanwhile, or is another user's. */
async function readProc(path: string): Promise<string | undefined> {
  return readFile(path, "latin1").catch(() => undefined);
}
