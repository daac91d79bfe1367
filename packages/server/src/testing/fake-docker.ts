import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";

/** What a daemon answers to a request, such as `GET /info`, or the connection to hang up. */
export type FakeAnswer = { readonly status?: number; readonly body?: unknown } | "hang up" | "stay silent";

/**
 * A daemon that answers what a test says, on a socket of its own.
 * @param answer Gets the method and the path, without the container's name: `/containers/X/wait`.
 */
export async function fakeDocker(socketPath: string, answer: (request: string) => FakeAnswer) {
  const server = createServer((request, response) => {
    const path = (request.url ?? "").split("?")[0]?.replace(/^(\/containers\/)trainwire-[^/]*/, "$1X");
    reply(response, answer(`${request.method} ${path}`));
  });
  server.listen(socketPath);
  await once(server, "listening");
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function reply(response: ServerResponse, answer: FakeAnswer): void {
  if (answer === "stay silent") return;
  if (answer === "hang up") {
    response.destroy();
    return;
  }
  const { status = 200, body } = answer;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
