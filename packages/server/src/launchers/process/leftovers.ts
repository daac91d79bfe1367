import { setTimeout as wait } from "node:timers/promises";
import type { CleanUp } from "../../core/launcher.ts";
import type { ProcessInfo, ProcessTable } from "./process-table.ts";

/** How long what outlives its leader may take to end by itself, as workers do that read from a pipe. */
const ownWayMs = 500;
/** How long KILL may take. */
const killMs = 5000;
const lookMs = 25;

/** What leftovers are known by. */
export interface LeftoverMarks {
  readonly launchId: string;
  /** The leader of the process group; absent if it is not known, or the machine was started anew since. */
  readonly leader: { readonly pid: number; readonly started: string } | undefined;
}

/** Finds what is alive of a launch, ends it by KILL until nothing is, and counts. */
export async function endLeftovers(table: ProcessTable, marks: LeftoverMarks): Promise<CleanUp> {
  const ended = new Set<number>();
  const beganAtMs = performance.now();
  for (;;) {
    const left = await leftovers(table, marks);
    const tookMs = performance.now() - beganAtMs;
    if (left.length === 0 || tookMs > ownWayMs + killMs) {
      for (const { pid } of left) ended.delete(pid);
      return { ended: ended.size, left: left.length };
    }
    if (tookMs > ownWayMs) for (const { pid } of left) if (kill(pid)) ended.add(pid);
    await wait(lookMs);
  }
}

async function leftovers(
  table: ProcessTable,
  { launchId, leader }: LeftoverMarks,
): Promise<readonly ProcessInfo[]> {
  const all = await table.list();
  const now = leader && all.find(({ pid }) => pid === leader.pid);
  // A pid is given anew only when its group is empty: then the group of that number is another's.
  const group = now && now.started !== leader.started ? undefined : leader?.pid;
  return all.filter(
    (each) =>
      !each.isZombie &&
      (each.launchId === launchId ||
        (group !== undefined && group > 0 && (each.group === group || each.session === group))),
  );
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}
