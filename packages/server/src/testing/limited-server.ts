import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./serve-folder.ts", import.meta.url));

/** Whether `limitedServer` can be used here: it needs `prlimit`, and no rights. In CI it has to be. */
export const canLimitFiles = process.env["CI"] !== undefined || hasPrlimit();

/**
 * A server in a process of its own that may write no file beyond so many bytes: to it the disk is full then, until
 * `makeRoom` is called.
 */
export async function limitedServer(folder: string, maxFileBytes: number) {
  const args = [`--fsize=${maxFileBytes}:unlimited`, process.execPath, program, folder];
  const server = spawn("prlimit", args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(server, "exit");
  const [line] = (await once(createInterface(server.stdout), "line")) as [string];
  const url = (path: string) => `${line}${path}`;
  return {
    wsUrl: (path: string) => url(path).replace("http", "ws"),
    get: (path: string) => fetch(url(path)),
    publish: (trainId: string, body: unknown) =>
      fetch(url(`/api/v1/trainings/${trainId}/updates`), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    makeRoom: () => void execFileSync("prlimit", ["--pid", String(server.pid), "--fsize=unlimited"]),
    async [Symbol.asyncDispose]() {
      server.kill("SIGTERM");
      await exited;
    },
  };
}

function hasPrlimit(): boolean {
  try {
    execFileSync("prlimit", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
