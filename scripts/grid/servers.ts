import { join } from "node:path";
import { Program } from "./program.ts";
import type { Version } from "./versions.ts";

const startMs = 60_000;
const stopMs = 20_000;

/** A server that listens; disposing of it ends it, if the grid has started it. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string;
}

/** A column of the grid: servers of one version, or one that runs somewhere. */
export interface ServerColumn {
  readonly label: string;
  readonly start: () => Promise<RunningServer>;
  /** What tells the conformance suite where it is. */
  readonly suiteTarget: readonly string[];
}

/** Servers of a version, each with data of its own. */
export function serversOf({ label, folder, bin }: Version): ServerColumn {
  let started = 0;
  const command = (port: string, data: string): string[] => [
    ...bin("trainwire-server"),
    "--port",
    port,
    "--data",
    data,
    "--no-demo",
  ];
  return {
    label,
    suiteTarget: ["--server-cmd", command("{port}", "{data}").join(" ")],
    start: async () => {
      started += 1;
      const program = new Program(command("0", join(folder, `data-${started}`)));
      const line = await program.prints(/listening on http:\S+/, startMs);
      return {
        url: line.slice("listening on ".length).replace(/\/$/, ""),
        [Symbol.asyncDispose]: async () => {
          program.stop();
          await program.end(stopMs);
        },
      };
    },
  };
}

/** A server that runs already. */
export function serverAt(url: string): ServerColumn {
  const running = { url: url.replace(/\/$/, ""), [Symbol.asyncDispose]: async () => {} };
  return { label: url, suiteTarget: ["--server", url], start: async () => running };
}
