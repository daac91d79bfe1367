import type { CaseContext } from "../context.ts";
import { serverCase } from "../define-case.ts";

const foreignOrigin = "https://elsewhere.example";
const foreignHost = "elsewhere.example";

/** Opening a socket, and being refused. */
export const handshakeCases = [
  serverCase(
    {
      id: "handshake-001",
      writes: false,
      title: "A handshake without a subprotocol is version 1, without a welcome",
      clauses: ["OPEN-01"],
    },
    async (ctx) => {
      const viewer = await ctx.viewer({ protocols: [] });
      ctx.checks.equal(viewer.connection.protocol, "", "the selected subprotocol");
      await viewer.expectNothing();
    },
  ),
  serverCase(
    {
      id: "handshake-002",
      writes: false,
      title: "trainwire.v1 is selected when offered, and welcome is the first message",
      clauses: ["OPEN-02"],
    },
    async (ctx) => {
      const viewer = await ctx.viewer({ protocols: ["trainwire.v1"] });
      ctx.checks.equal(viewer.connection.protocol, "trainwire.v1", "the selected subprotocol");
      ctx.checks.that(viewer.welcome !== undefined, "a welcome must be the first message");
      await viewer.expectNothing();
    },
  ),
  serverCase(
    {
      id: "handshake-003",
      writes: false,
      title: "trainwire.v1 is selected among offers that the server does not speak",
      clauses: ["OPEN-02"],
    },
    async (ctx) => {
      const viewer = await ctx.viewer({ protocols: ["trainwire.v99", "trainwire.v1"] });
      ctx.checks.equal(viewer.connection.protocol, "trainwire.v1", "the selected subprotocol");
    },
  ),
  serverCase(
    {
      id: "handshake-004",
      title: "No common subprotocol is refused with 400 unsupported_version on both endpoints",
      clauses: ["OPEN-03"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      for (const path of ["/ws", `/ws/training/${trainer.trainId}`]) {
        const answer = await ctx.refused(path, { protocols: ["trainwire.v99"] });
        const { supported } = ctx.http.refusal(answer, 400, "unsupported_version");
        const named = Array.isArray(supported) ? supported : [];
        // A server may speak drafts beside it, but nobody else's protocol.
        const others = named.filter(
          (name) => name !== "trainwire.v1" && !/^trainwire\.v\d+-draft$/.test(`${name}`),
        );
        ctx.checks.that(named.includes("trainwire.v1"), "the supported subprotocols must name trainwire.v1");
        ctx.checks.equal(others, [], "further supported subprotocols");
      }
    },
  ),
  serverCase(
    {
      id: "handshake-005",
      title: "A foreign Origin is refused with 403 forbidden_origin on sockets and REST",
      clauses: ["OPEN-04"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      for (const path of ["/ws", `/ws/training/${trainer.trainId}`]) {
        ctx.http.refusal(await ctx.refused(path, { origin: foreignOrigin }), 403, "forbidden_origin");
      }
      await expectRestRefusals(ctx, { origin: foreignOrigin }, "forbidden_origin");
    },
  ),
  serverCase(
    {
      id: "handshake-006",
      title: "A server on loopback refuses a foreign Host with 403 forbidden_host on sockets and REST",
      clauses: ["OPEN-05"],
    },
    async (ctx) => {
      ctx.onlyOnLoopback();
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      for (const path of ["/ws", `/ws/training/${trainer.trainId}`]) {
        ctx.http.refusal(await ctx.refused(path, { host: foreignHost }), 403, "forbidden_host");
      }
      await expectRestRefusals(ctx, { host: foreignHost }, "forbidden_host");
    },
  ),
  serverCase(
    {
      id: "handshake-007",
      title: "The flat endpoint refuses an unknown training with 404 unknown_training",
      clauses: ["OPEN-06"],
    },
    async (ctx) => {
      const answer = await ctx.refused(`/ws/training/${ctx.newTrainId()}`);
      ctx.http.refusal(answer, 404, "unknown_training");
    },
  ),
  serverCase(
    {
      id: "handshake-008",
      writes: false,
      title: "The flat endpoint refuses a malformed id with 400 bad_id",
      clauses: ["OPEN-07"],
    },
    async (ctx) => {
      for (const id of [".hidden", "a%20b", "x".repeat(129)]) {
        ctx.http.refusal(await ctx.refused(`/ws/training/${id}`), 400, "bad_id");
      }
    },
  ),
];

async function expectRestRefusals(
  ctx: CaseContext,
  headers: Record<string, string>,
  code: string,
): Promise<void> {
  const path = "/api/v1/trainings";
  await ctx.http.expectRefusal({ path, headers }, 403, code);
  const publish = {
    method: "POST",
    path: `${path}/${ctx.newTrainId()}/updates`,
    headers: { ...headers, "content-type": "application/json" },
    body: "[]",
  };
  await ctx.http.expectRefusal(publish, 403, code);
}
