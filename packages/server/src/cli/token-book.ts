import {
  CreatedToken,
  type CreateToken,
  describeIssues,
  type TokenInfo,
  TokenList,
} from "@trainwire/protocol";
import type { z } from "zod";
import { TrainwireServerError } from "../core/errors.ts";
import { withStoredTokens } from "../storage/token-store.ts";
import { answerErrorOf } from "./answer-error.ts";

/** The tokens of a server, wherever they are reached. */
export interface TokenBook {
  create(request: CreateToken): Promise<CreatedToken>;
  list(): Promise<TokenInfo[]>;
  /** @throws TrainwireServerError `not_found` */
  revoke(tokenId: string): Promise<void>;
}

/** A data folder that no server uses, or a running server and an admin's token. */
export type TokenPlace =
  | { readonly folder: string }
  | { readonly server: string; readonly token: string | undefined };

/**
 * Works on the tokens of a place.
 * @throws TrainwireServerError with what the place says.
 */
export async function openTokens<T>(place: TokenPlace, work: (book: TokenBook) => Promise<T>): Promise<T> {
  if ("server" in place) return work(remoteBook(place.server, place.token));
  return withStoredTokens(place.folder, (tokens) =>
    work({
      create: (request) => tokens.create(request, Date.now()),
      list: async () => tokens.list(),
      revoke: async (tokenId) => {
        if (!(await tokens.revoke(tokenId))) {
          throw new TrainwireServerError("not_found", `there is no token ${tokenId}`);
        }
      },
    }),
  );
}

function remoteBook(server: string, token: string | undefined): TokenBook {
  if (token === undefined) {
    throw new TrainwireServerError("unauthorized", "set TRAINWIRE_TOKEN to a token with the scope admin");
  }
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const answer = await fetch(new URL(`/api/v1${path}`, server), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw answerErrorOf(answer.status, await answer.text());
    return answer;
  };
  return {
    create: async (request) => read(CreatedToken, await ask("POST", "/tokens", request)),
    list: async () => (await read(TokenList, await ask("GET", "/tokens"))).tokens,
    revoke: async (tokenId) => {
      await ask("DELETE", `/tokens/${encodeURIComponent(tokenId)}`);
    },
  };
}

async function read<T>(schema: z.ZodType<T>, answer: Response): Promise<T> {
  const parsed = schema.safeParse(await answer.json());
  if (parsed.success) return parsed.data;
  throw new TrainwireServerError("internal", `the server's answer is none: ${describeIssues(parsed.error)}`);
}
