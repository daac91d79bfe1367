import cookie from "@fastify/cookie";
import { LogIn, type SessionAnswer, sessionCookieName } from "@trainwire/protocol";
import type { FastifyInstance } from "fastify";
import { TrainwireServerError } from "../../core/errors.ts";
import type { Grant } from "../../core/grant.ts";
import { sessionLifeMs } from "../../core/sessions.ts";
import { readCredential } from "../auth/credential.ts";
import type { Gate } from "../auth/gate.ts";
import { readBodyAs } from "./answer.ts";

/** `/api/v1/session`: where a browser trades its token for a cookie that no script can read. */
export async function sessionRoutes(app: FastifyInstance, gate: Gate): Promise<void> {
  const { tokens, sessions, limits, isRequired } = gate.options;
  await app.register(cookie, { hook: false });

  app.get("/session", async (request, reply) => {
    void reply.header("cache-control", "no-store");
    return answerOf(isRequired, gate.identify(request.raw));
  });

  app.post("/session", async (request, reply) => {
    const { token } = readBodyAs(LogIn, request.body);
    limits.checkLogins(request.client);
    const nowMs = Date.now();
    const grant = tokens.find(token, nowMs);
    if (!grant) {
      limits.countFailedLogin(request.client);
      request.log.warn({ address: request.client.address }, "login failed");
      throw new TrainwireServerError("unauthorized", "the token is unknown, was revoked, or has expired");
    }
    void reply.setCookie(sessionCookieName, await sessions.create(grant, nowMs), {
      path: "/",
      httpOnly: true,
      sameSite: "strict",
      secure: request.client.isSecure,
      maxAge: sessionLifeMs / 1000,
    });
    request.log.info({ token_id: grant.terms.tokenId }, "logged in");
    return reply.code(204).header("cache-control", "no-store").send();
  });

  app.delete("/session", async (request, reply) => {
    const credential = readCredential(request.raw.headers);
    // Asked first: it refuses the request of a page that nobody knows.
    gate.identify(request.raw);
    if (credential.kind === "session") sessions.end(credential.secret);
    void reply.clearCookie(sessionCookieName, { path: "/", httpOnly: true, sameSite: "strict" });
    return reply.code(204).header("cache-control", "no-store").send();
  });
}

function answerOf(isRequired: boolean, grant: Grant | undefined): SessionAnswer {
  if (!grant) return { tokens_required: isRequired, authenticated: false };
  const { name, scopes, trainIds } = grant.terms;
  return {
    tokens_required: isRequired,
    authenticated: true,
    name,
    scopes: [...scopes],
    ...(trainIds !== undefined && { train_ids: trainIds }),
  };
}
