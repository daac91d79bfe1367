import type { CreateToken } from "@trainwire/protocol";
import type { ServerOptions } from "../server.ts";
import { withStoredTokens } from "../storage/token-store.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { testServer } from "./test-server.ts";

/** The tokens that tests use, by what they are good for. */
export const tokenRequests = {
  owner: { name: "owner", scopes: ["admin"] },
  reader: { name: "reader", scopes: ["read"] },
  publisher: { name: "publisher", scopes: ["publish"] },
  controller: { name: "controller", scopes: ["control"] },
  /** All scopes but admin, for trainings whose id begins with `a`. */
  narrow: { name: "narrow", scopes: ["read", "publish", "control"], train_ids: "a*" },
  brief: { name: "brief", scopes: ["read", "publish", "control"], expires_in_seconds: 1 },
} satisfies Record<string, CreateToken>;

/** The text of each token. */
export type TokenTexts = Readonly<Record<keyof typeof tokenRequests, string>>;

/** Makes the tokens in a data folder that no server uses yet. */
export async function makeTokens(folder: string): Promise<TokenTexts> {
  return withStoredTokens(folder, async (tokens) => {
    const made: [string, string][] = [];
    for (const [name, request] of Object.entries<CreateToken>(tokenRequests)) {
      made.push([name, (await tokens.create(request, Date.now())).token]);
    }
    return Object.fromEntries(made) as TokenTexts;
  });
}

/** The header that shows a token. */
export function bearer(token: string): { readonly authorization: string } {
  return { authorization: `Bearer ${token}` };
}

/** A server that requires tokens, on a free port, with some made. */
export async function tokenServer(options: Partial<ServerOptions> = {}) {
  const folder = temporaryFolder();
  const tokens = await makeTokens(folder.path);
  const server = await testServer({ tokens: "required", ...options, dataFolder: folder.path });
  return {
    ...server,
    dataFolder: folder.path,
    tokens,
    /** Asks for a path with a token. */
    ask: (
      path: string,
      token: string,
      init: Omit<RequestInit, "headers"> & { readonly headers?: Record<string, string> } = {},
    ) => fetch(`${server.url}${path}`, { ...init, headers: { ...init.headers, ...bearer(token) } }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

/** A server as `tokenServer` gives it. */
export type TokenServer = Awaited<ReturnType<typeof tokenServer>>;
