import { CreateToken, LogIn } from "@trainwire/protocol";
import type { PeerAnswer, PeerRequest } from "./mutation.ts";
import { refusal } from "./refusal.ts";
import type { PeerTokens } from "./tokens.ts";

/** Serves `/api/v1/session` and `/api/v1/tokens`; nothing if a request is for neither. */
export function serveTokens(request: PeerRequest, tokens: PeerTokens): PeerAnswer | undefined {
  const { method, path, body } = request;
  if (path === "/api/v1/session") return serveSession(request, tokens);
  if (path === "/api/v1/tokens" && method === "POST") {
    const wanted = CreateToken.parse(JSON.parse(body));
    const { name, scopes, train_ids } = wanted;
    const created = { name, scopes, train_ids, created_at: new Date().toISOString() };
    return { status: 201, body: { ...created, ...tokens.create(wanted) } };
  }
  if (path.startsWith("/api/v1/tokens/") && method === "DELETE") {
    tokens.revoke(path.slice("/api/v1/tokens/".length));
    return { status: 204 };
  }
  return undefined;
}

function serveSession(request: PeerRequest, tokens: PeerTokens): PeerAnswer {
  const { method, body } = request;
  if (method === "GET") return { status: 200, body: tokens.session(request) };
  if (method === "DELETE") {
    tokens.logOut(request);
    return { status: 204 };
  }
  const cookie = tokens.logIn(LogIn.parse(JSON.parse(body)).token);
  if (cookie === undefined) return refusal("unauthorized");
  return { status: 204, headers: { "set-cookie": `${cookie}; Path=/; HttpOnly; SameSite=Strict` } };
}
