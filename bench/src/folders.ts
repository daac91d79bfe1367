import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const repository = fileURLToPath(new URL("../..", import.meta.url));

/** The C sources of the load harness. */
export const harnessFolder = fileURLToPath(new URL("../harness", import.meta.url));

/** The peers that are no Node programs: scripts and configurations. */
export const peersFolder = fileURLToPath(new URL("../peers", import.meta.url));

/** A built program of this package, such as `peers/naive-ws.js`. */
export function builtProgram(path: string): string {
  return fileURLToPath(new URL(`../dist/${path}`, import.meta.url));
}
