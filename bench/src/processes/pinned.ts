import { accessSync, constants } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";

/** Whether a program is on PATH. */
export function isOnPath(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      // Not in this folder.
      return false;
    }
  });
}

/** Whether the server and what loads it each get a CPU of their own. */
export const arePinned = availableParallelism() >= 2 && isOnPath("taskset");

/** The command, pinned: the measured server to CPU 0, what loads it to CPU 1. Unchanged where there is one CPU. */
export function pinned(
  role: "server" | "load",
  [program, ...args]: readonly [string, ...string[]],
): [string, ...string[]] {
  if (!arePinned) return [program, ...args];
  return ["taskset", "-c", role === "server" ? "0" : "1", program, ...args];
}
