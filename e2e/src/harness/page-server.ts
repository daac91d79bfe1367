import { createServer } from "node:http";

/** Serves one page on a port of localhost, as the second system's UI on 3200. */
export async function servePage(html: string, port: number): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((_request, response) =>
    response.setHeader("content-type", "text/html").end(html),
  );
  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(port, "localhost", resolve),
  );
  return {
    url: `http://localhost:${port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
