import { type RunningServer, type ServerOptions, startServer } from "../server.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A server on a free port and a folder of its own, with shorthands for its trainers and pollers. */
export async function testServer(options: Partial<ServerOptions> = {}) {
  const folder = temporaryFolder();
  const server: RunningServer = await startServer({
    dataFolder: folder.path,
    port: 0,
    heartbeatSeconds: 0.2,
    ...options,
  });
  const url = (path: string) => `${server.url}${path}`;
  return {
    url: server.url,
    wsUrl: (path: string) => url(path).replace("http", "ws"),
    get: (path: string, headers: Record<string, string> = {}) => fetch(url(path), { headers }),
    publish: (trainId: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(url(`/api/v1/trainings/${trainId}/updates`), {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    close: () => server.close(),
    async [Symbol.asyncDispose]() {
      await server.close();
      folder[Symbol.dispose]();
    },
  };
}

/** A server as `testServer` gives it. */
export type TestServer = Awaited<ReturnType<typeof testServer>>;
