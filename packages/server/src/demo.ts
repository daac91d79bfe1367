import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** How long the trainer may take for its last update before it is killed. */
const stopTimeoutMs = 3000;

/** The trainer that a server starts to have something to show. */
export interface Demo {
  /** Ends it, with its last update sent. Returns when its process is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a Node trainer that publishes to this server.
 * @param module Path of its entry; it is given the server's address as `--url`.
 * @param onFailure Told why if it could not run, or ended with an error.
 */
export function startDemo(module: string, url: string, onFailure: (reason: string) => void): Demo {
  const child = spawn(process.execPath, [module, "--url", url], { stdio: ["ignore", "inherit", "inherit"] });
  child.on("error", (error) => onFailure(error.message));
  child.on("exit", (code, signal) => {
    if (code !== 0 && signal === null) onFailure(`it ended with exit code ${code}`);
  });
  return { stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
  await gone;
  clearTimeout(kill);
}
