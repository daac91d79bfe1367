import { readdirSync, readlinkSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import type { ServerOptions } from "../server.ts";
import { artifactsOf, writeArtifacts } from "./artifact-place.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { testServer } from "./test-server.ts";

/** A server with the training `run`, whose artifacts are written and asked for. */
export async function artifactServer(options: Partial<ServerOptions> = {}) {
  const data = temporaryFolder();
  const server = await testServer({ ...options, dataFolder: data.path });
  await server.publish("run", { loss: 1 });
  const base = "/api/v1/trainings/run";
  return {
    ...server,
    dataFolder: data.path,
    folder: artifactsOf(data.path, "run"),
    write: (files: Readonly<Record<string, string | Buffer>>) => writeArtifacts(data.path, "run", files),
    /** Asks for an artifact, or with "" for the list. */
    ask: (path: string, init: RequestInit = {}) =>
      fetch(`${server.url}${base}/artifacts${path === "" ? "" : `/${path}`}`, init),
    archive: (under?: string) =>
      server.get(`${base}/archive${under === undefined ? "" : `?under=${encodeURIComponent(under)}`}`),
    /** Asks for a path as it is written, which `fetch` would tidy up. */
    askRaw: (path: string) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        get(`${server.url}${base}/artifacts/`, { path: `${base}/artifacts/${path}` }, resolve).once(
          "error",
          reject,
        );
      }),
    /** The artifacts that this process holds open. */
    openFiles: () => openBelow(join(data.path, "runs")),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      data[Symbol.dispose]();
    },
  };
}

/** A server as `artifactServer` gives it. */
export type ArtifactServer = Awaited<ReturnType<typeof artifactServer>>;

function openBelow(folder: string): readonly string[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return path.startsWith(folder) ? [path] : [];
    } catch {
      // It was closed meanwhile.
      return [];
    }
  });
}
