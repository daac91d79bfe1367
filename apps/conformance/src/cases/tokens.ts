import {
  CreatedToken,
  type CreateToken,
  SessionAnswer,
  TrainingsPage,
  VersionAnswer,
} from "@trainwire/protocol";
import type { CaseContext } from "../context.ts";
import { serverCase } from "../define-case.ts";

const requires: ["tokens"] = ["tokens"];
const trainings = "/api/v1/trainings";
const json = { "content-type": "application/json" };

/** Servers that require tokens, and those that do not. */
export const tokenCases = [
  serverCase(
    {
      id: "auth-001",
      writes: false,
      title: "A server that requires tokens says so, one that does not does not, and both keep to it",
      clauses: ["AUTH-01"],
    },
    async (ctx) => {
      const anonymous = { token: null };
      const version = await ctx.http.expectJson({ path: "/api/v1/version", ...anonymous });
      const { capabilities } = ctx.checks.parse(VersionAnswer, version.json, "GET version");
      const session = await ctx.http.expectJson({ path: "/api/v1/session", ...anonymous });
      const { tokens_required } = ctx.checks.parse(SessionAnswer, session.json, "GET session");
      ctx.checks.equal(tokens_required, capabilities.includes("tokens"), "tokens_required");
      const { status } = await ctx.http.send({ path: trainings, ...anonymous });
      ctx.checks.equal(status, tokens_required ? 401 : 200, "status of the list without a token");
    },
  ),
  serverCase(
    {
      id: "auth-002",
      title: "Requests and handshakes without a valid token are refused with 401 unauthorized",
      clauses: ["AUTH-02"],
      requires,
    },
    async (ctx) => {
      await ctx.token();
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const path = `${trainings}/${trainer.trainId}`;
      for (const token of [null, "tw_wrong"]) {
        for (const each of [trainings, path, `${path}/updates`, "/api/v1/tokens"]) {
          const answer = await ctx.http.send({ path: each, token });
          ctx.http.refusal(answer, 401, "unauthorized");
        }
        const publish = { method: "POST", path: `${path}/updates`, headers: json, body: "[]", token };
        await ctx.http.expectRefusal(publish, 401, "unauthorized");
        for (const socket of ["/ws", `/ws/training/${trainer.trainId}`]) {
          ctx.http.refusal(await ctx.refused(socket, { token }), 401, "unauthorized");
        }
      }
    },
  ),
  serverCase(
    {
      id: "auth-003",
      title: "What a token's scopes do not cover is refused with 403 forbidden",
      clauses: ["AUTH-03"],
      requires,
    },
    async (ctx) => {
      const reader = await made(ctx, { name: "reader", scopes: ["read"] });
      const publisher = await made(ctx, { name: "publisher", scopes: ["publish"] });
      const path = `${trainings}/${ctx.newTrainId()}/updates`;
      const publish = { method: "POST", path, headers: json, body: "[]" };
      await ctx.http.expectRefusal({ ...publish, token: reader.token }, 403, "forbidden");
      await ctx.http.expectJson({ ...publish, token: publisher.token });
      await ctx.http.expectRefusal({ path: trainings, token: publisher.token }, 403, "forbidden");
      await ctx.http.expectJson({ path: trainings, token: reader.token });
      await ctx.http.expectRefusal({ path: "/api/v1/tokens", token: reader.token }, 403, "forbidden");
      ctx.http.refusal(await ctx.refused("/ws", { token: publisher.token }), 403, "forbidden");
    },
  ),
  serverCase(
    {
      id: "auth-004",
      title: "A training that a token's pattern does not cover is forbidden, whether there is one or not",
      clauses: ["AUTH-04"],
      requires,
    },
    async (ctx) => {
      await ctx.token();
      const [own, foreign] = [ctx.trainer(), ctx.trainer()];
      await own.reportSteps(1, 1);
      await foreign.reportSteps(1, 1);
      const scopes: CreateToken["scopes"] = ["read", "publish"];
      const { token } = await made(ctx, { name: "own", scopes, train_ids: `${own.trainId.slice(0, -1)}*` });
      const viewer = await ctx.viewer({ token, protocols: ["trainwire.v1"] });
      for (const trainId of [foreign.trainId, ctx.newTrainId()]) {
        const path = `${trainings}/${trainId}`;
        await ctx.http.expectRefusal({ path, token }, 403, "forbidden");
        const publish = { method: "POST", path: `${path}/updates`, headers: json, body: "[]", token };
        await ctx.http.expectRefusal(publish, 403, "forbidden");
        ctx.http.refusal(await ctx.refused(`/ws/training/${trainId}`, { token }), 403, "forbidden");
        viewer.send({ type: "subscribe_training", train_id: trainId });
        await viewer.expectError("forbidden");
      }
      const list = await ctx.http.expectJson({ path: `${trainings}?limit=1000`, token });
      const page = ctx.checks.parse(TrainingsPage, list.json, "the list");
      ctx.checks.equal(
        page.trainings.map(({ job_id }) => job_id),
        [own.trainId],
        "the listed trainings",
      );
    },
  ),
  serverCase(
    {
      id: "auth-005",
      title: "A token among the subprotocols opens a socket, and trainwire.v1 is selected",
      clauses: ["AUTH-05"],
      requires,
    },
    async (ctx) => {
      const offer = `trainwire.token.${Buffer.from(await ctx.token()).toString("base64url")}`;
      for (const protocols of [
        ["trainwire.v1", offer],
        [offer, "trainwire.v1"],
      ]) {
        const viewer = await ctx.viewer({ protocols, token: null });
        ctx.checks.equal(viewer.connection.protocol, "trainwire.v1", "the selected subprotocol");
      }
    },
  ),
  serverCase(
    {
      id: "auth-006",
      title: "A token is traded for a cookie that scripts cannot read, and that is good until logging out",
      clauses: ["AUTH-06"],
      requires,
    },
    async (ctx) => {
      const { header, cookie } = await loggedIn(ctx);
      ctx.checks.that(/; *httponly/i.test(header), `the cookie must be HttpOnly: ${header}`);
      ctx.checks.that(/; *samesite=strict/i.test(header), `the cookie must be SameSite=Strict: ${header}`);
      const headers = { cookie, origin: ctx.origin };
      await ctx.http.expectJson({ path: trainings, token: null, headers: { cookie } });
      await ctx.viewer({ token: null, ...headers });
      const logOut = { method: "DELETE", path: "/api/v1/session", token: null, headers };
      ctx.checks.equal((await ctx.http.send(logOut)).status, 204, "status of logging out");
      await ctx.http.expectRefusal(
        { path: trainings, token: null, headers: { cookie } },
        401,
        "unauthorized",
      );
    },
  ),
  serverCase(
    {
      id: "auth-007",
      title: "A change with a session's cookie is refused unless it names the Origin of an allowed page",
      clauses: ["AUTH-07"],
      requires,
    },
    async (ctx) => {
      const { cookie } = await loggedIn(ctx);
      const publish = (headers: Record<string, string>) => ({
        method: "POST",
        path: `${trainings}/${ctx.newTrainId()}/updates`,
        headers: { ...json, cookie, ...headers },
        body: "[]",
        token: null,
      });
      await ctx.http.expectRefusal(publish({}), 403, "forbidden_origin");
      await ctx.http.expectRefusal(publish({ origin: "https://elsewhere.example" }), 403, "forbidden_origin");
      await ctx.http.expectJson(publish({ origin: ctx.origin }));
      ctx.http.refusal(await ctx.refused("/ws", { token: null, cookie }), 403, "forbidden_origin");
    },
  ),
  serverCase(
    {
      id: "auth-008",
      title: "A token that was revoked is refused, and the sockets it opened are closed with 4401",
      clauses: ["AUTH-08"],
      requires,
    },
    async (ctx) => {
      const { token, token_id } = await made(ctx, { name: "short", scopes: ["read"] });
      const viewer = await ctx.viewer({ token });
      await ctx.http.expectJson({ path: trainings, token });
      const revoke = { method: "DELETE", path: `/api/v1/tokens/${token_id}` };
      ctx.checks.equal((await ctx.http.send(revoke)).status, 204, "status of the revocation");
      await viewer.connection.expectClosed(4401);
      await ctx.http.expectRefusal({ path: trainings, token }, 401, "unauthorized");
    },
  ),
];

/** A token made through the server's own API. */
async function made(ctx: CaseContext, body: CreateToken): Promise<CreatedToken> {
  await ctx.token();
  const request = { method: "POST", path: "/api/v1/tokens", headers: json, body: JSON.stringify(body) };
  const { json: created } = await ctx.http.expectJson(request, 201);
  return ctx.checks.parse(CreatedToken, created, "the new token");
}

/** A session of the suite's own token: the header that opened it, and the cookie as a browser sends it back. */
async function loggedIn(ctx: CaseContext): Promise<{ readonly header: string; readonly cookie: string }> {
  const body = JSON.stringify({ token: await ctx.token() });
  const request = { method: "POST", path: "/api/v1/session", headers: json, body, token: null };
  const answer = await ctx.http.send(request);
  ctx.checks.equal(answer.status, 204, "status of logging in");
  const header = ctx.checks.present(answer.headers["set-cookie"]?.[0], "the cookie of the session");
  return { header, cookie: header.split(";", 1)[0] ?? "" };
}
