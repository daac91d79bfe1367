import { clientCase } from "../define-case.ts";
import type { AnyMessage } from "../peer/mutation.ts";

const isUpdate = (message: AnyMessage, seq: number): boolean =>
  message["type"] === "training_update" && message["seq"] === seq && message["snapshot"] !== true;

/** What a client makes of what it is sent. */
export const clientFollowCases = [
  clientCase(
    {
      id: "client-follow-001",
      title: "A client subscribes to the training that it shows",
      clauses: ["SUB-12"],
    },
    async (ctx) => {
      const server = await ctx.serve();
      server.steps(1, 1);
      await ctx.start(server);
      await ctx.subscribed(server, 1);
    },
  ),
  clientCase(
    {
      id: "client-follow-002",
      title: "A client shows each update once, in order",
      clauses: ["FAN-08"],
      shows: "every",
    },
    async (ctx) => {
      const { server, client } = await ctx.live();
      server.steps(4, 30);
      await client.shows(30, ctx.bands.eventualMs);
      const from = client.seqs[0] ?? 0;
      const expected = Array.from({ length: 31 - from }, (_, index) => from + index);
      ctx.checks.equal(client.seqs, expected, "what the client has shown");
    },
  ),
  clientCase(
    {
      id: "client-follow-003",
      title: "A client shows nothing twice, and does not go back, when updates come again",
      clauses: ["FAN-08"],
    },
    async (ctx) => {
      const past: AnyMessage[] = [];
      const { server, client } = await ctx.live({
        mutation: {
          send: (message) => {
            if (message["type"] !== "training_update") return [message];
            past.push(message);
            return [message, message, ...past.slice(-3, -1)];
          },
        },
      });
      server.steps(4, 8);
      await client.shows(8, ctx.bands.eventualMs);
      server.steps(9, 9);
      await client.shows(9, ctx.bands.eventualMs);
      const sorted = [...new Set(client.seqs)].sort((a, b) => a - b);
      ctx.checks.equal(client.seqs, sorted, "what the client has shown");
    },
  ),
  clientCase(
    {
      id: "client-follow-004",
      title: "Messages of an unknown type, unknown fields and unknown words are borne",
      clauses: ["MSG-08"],
    },
    async (ctx) => {
      const strange = [
        '{"type":"training_weather","outlook":"fine","nested":{"deep":[1,2,3]}}',
        '{"type":"subscription_confirmed","train_id":"another","status":"perhaps","stream_id":"x","seq":1}',
      ];
      const { server, client } = await ctx.live({
        mutation: {
          send: (message) =>
            isUpdate(message, 5)
              ? [...strange, { ...message, colour: "blue", data: { ...message["data"], mood: 1 } }]
              : [message],
        },
      });
      server.steps(4, 5);
      await client.shows(5, ctx.bands.eventualMs);
      server.store({ status: "hibernating", loss: 0.1 });
      server.steps(7, 7);
      await client.shows(7, ctx.bands.eventualMs);
      client.runs();
    },
  ),
  clientCase(
    {
      id: "client-follow-005",
      title: "What cannot be read is set aside, and the client goes on",
      clauses: ["MSG-10"],
    },
    async (ctx) => {
      const broken = ["{", "", "[]", "null", '{"type":7}', '{"type":"training_update","seq":"six"}'];
      const { server, client } = await ctx.live({
        mutation: { send: (message) => (isUpdate(message, 5) ? [...broken, message] : [message]) },
      });
      server.steps(4, 6);
      await client.shows(6, ctx.bands.eventualMs);
      client.runs();
    },
  ),
  clientCase(
    {
      id: "client-follow-006",
      title: "A hole in seq is filled from REST, in order",
      clauses: ["FAN-07", "FAN-08"],
      shows: "every",
    },
    async (ctx) => {
      const { server, client } = await ctx.live({
        mutation: {
          send: (message) => (isUpdate(message, 5) || isUpdate(message, 6) ? [] : [message]),
        },
      });
      server.steps(4, 8);
      await client.shows(8, ctx.bands.eventualMs);
      ctx.checks.equal(
        client.seqs.slice(client.seqs.indexOf(4)),
        [4, 5, 6, 7, 8],
        "what the client has shown",
      );
    },
  ),
  clientCase(
    {
      id: "client-follow-007",
      title: "Values that are not finite, and absent ones, are borne",
      clauses: ["NUM-05"],
    },
    async (ctx) => {
      const { server, client } = await ctx.live();
      const nonfinite = [
        { name: "loss", value: "NaN" as const },
        { name: "metrics.norm", value: "Infinity" as const },
      ];
      server.store({ current_step: 4, loss: null, metrics: { norm: null }, nonfinite });
      server.store({ current_step: 5 });
      await client.shows(5, ctx.bands.eventualMs);
      const diverged = client.shown.find(({ seq }) => seq === 4);
      ctx.checks.that(
        diverged === undefined || typeof diverged.loss !== "number",
        `the client has shown a loss of ${diverged?.loss} that was not finite`,
      );
    },
  ),
  clientCase(
    {
      id: "client-follow-008",
      title: "After a reset a client goes on from the snapshot",
      clauses: ["RES-06"],
    },
    async (ctx) => {
      const { server, client } = await ctx.live();
      server.beginAnew();
      server.steps(1, 1);
      server.line.cut("rst");
      await ctx.subscribed(server, 2);
      const past = client.shown.length;
      server.steps(2, 2);
      await client.shows(2, ctx.bands.eventualMs, past);
      client.runs();
    },
  ),
  clientCase(
    {
      id: "client-follow-009",
      title: "The end of a training is the end: the client asks for nothing more",
      clauses: ["END-06"],
    },
    async (ctx) => {
      const { server, client } = await ctx.live();
      server.store({ status: "completed", loss: 0.01 });
      await client.shows(4, ctx.bands.eventualMs);
      await client.ends(ctx.bands.eventualMs);
      ctx.checks.equal(client.shown.at(-1)?.status, "completed", "the last status that was shown");
      ctx.checks.equal(client.seqs.filter((seq) => seq === 4).length, 1, "how often the end was shown");
    },
  ),
  clientCase(
    {
      id: "client-follow-010",
      title: "An end that came while the client was away is found",
      clauses: ["END-06", "SUB-12"],
    },
    async (ctx) => {
      const { server, client } = await ctx.live();
      server.line.refuse(true);
      server.line.cut("rst");
      server.store({ status: "failed", loss: 0.5 });
      server.line.refuse(false);
      await client.ends(ctx.bands.eventualMs * 3);
      ctx.checks.equal(client.shown.at(-1)?.status, "failed", "the last status that was shown");
    },
  ),
];
