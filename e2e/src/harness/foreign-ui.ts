import { once } from "node:events";
import { readFile, realpath } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { repository } from "./server-process.ts";

/** What a page imports, by bare name: the built packages as they are, without a bundler. */
const folders: Readonly<Record<string, string>> = {
  client: "packages/client/dist",
  protocol: "packages/protocol/dist",
  zod: "packages/protocol/node_modules/zod",
};
const imports = {
  "@trainwire/client": "/client/index.js",
  "@trainwire/protocol": "/protocol/index.js",
  zod: "/zod/index.js",
};
const page = `<!doctype html><link rel="icon" href="data:,"><title>another UI</title>
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module">import { connect } from "@trainwire/client"; window.connect = connect;</script>`;

/** A web server of its own, and so another origin, with a page whose `window.connect` is the built client's. */
export class ForeignUi implements AsyncDisposable {
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const [, folder = "", ...rest] = (request.url ?? "/").split("/");
      const root = folders[folder];
      if (root === undefined) return void response.setHeader("content-type", "text/html").end(page);
      return void readModule(root, rest.join("/")).then(
        (text) => response.setHeader("content-type", "text/javascript").end(text),
        () => response.writeHead(404).end(),
      );
    });
  }

  static async start(): Promise<ForeignUi> {
    const ui = new ForeignUi();
    await once(ui.#server.listen(0, "127.0.0.1"), "listening");
    return ui;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

async function readModule(root: string, path: string): Promise<string> {
  return readFile(join(await realpath(join(repository, root)), path), "utf8");
}
