import { ProcessLauncher } from "../launchers/process/process-launcher.ts";
import { startServer } from "../server.ts";

/**
 * A process that serves a folder, starts trainers, and is killed at a point of a launch: `before-start`, `after-start` (its
 * trainer runs, and nobody has noted it), `after-exit` (nothing was looked at yet), or `never`. It prints where it is reached.
 */
const [, , dataFolder = "", recipesFolder = "", port = "0", point = "never"] = process.argv;
const die = () => process.kill(process.pid, "SIGKILL");
// oxlint-disable-next-line typescript/unbound-method -- each is called on its launcher
const { start, cleanUp } = ProcessLauncher.prototype;
if (point === "before-start") {
  ProcessLauncher.prototype.start = async () => {
    die();
    return new Promise(() => undefined);
  };
}
if (point === "after-start") {
  ProcessLauncher.prototype.start = async function startAndDie(launch) {
    await start.call(this, launch);
    die();
    return new Promise(() => undefined);
  };
}
if (point === "after-exit") {
  ProcessLauncher.prototype.cleanUp = async function dieInstead(key) {
    die();
    return cleanUp.call(this, key);
  };
}
const server = await startServer({ dataFolder, recipesFolder, port: Number(port), heartbeatSeconds: 0.2 });
process.once("SIGTERM", () => void server.close().then(() => process.exit(0)));
process.stdout.write(`${server.url}\n`);
