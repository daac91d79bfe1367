import { randomBytes } from "node:crypto";
import { hostname } from "node:os";

/** Label of every container that the suite starts; its value names the run. */
export const runLabel = "dev.trainwire.conformance";

/** The label's value for a run of this process. */
export function newRunName(): string {
  return `${hostname()}/${process.pid}/${randomBytes(4).toString("hex")}`;
}

/** Whether the run of this name was made on this machine by a process that is no more. */
export function isDeadRun(name: string): boolean {
  const [host, pid] = name.split("/");
  if (host !== hostname() || !/^\d+$/.test(pid ?? "")) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // EPERM: it is somebody else's, and alive.
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
