import { clientCase } from "../define-case.ts";
import type { PlayedServer } from "../played/played-server.ts";

/** When the client has asked for a WebSocket, in milliseconds. */
function handshakesAt({ deeds }: PlayedServer): number[] {
  return deeds.filter(({ kind }) => kind === "handshake").map(({ atMs }) => atMs);
}

/** So few tries in 6 s trouble no server, and say nothing of what lies between them. */
const fewTries = 4;
/** So many clients lose their server together. */
const together = 6;
/** What random waits of so many spread at least, as a part of their mean: less is one chance in 50,000. */
const leastSpread = 0.05;

/** What a client does when the line fails. */
export const clientLinkCases = [
  clientCase(
    {
      id: "client-link-001",
      title: "After a reset connection a client subscribes anew and shows what it missed, once",
      clauses: ["SUB-12", "FAN-08"],
      shows: "every",
    },
    async (ctx) => {
      const { server, client } = await ctx.live();
      for (const [from, to] of [
        [4, 6],
        [7, 9],
      ] as const) {
        const before = server.subscriptions.length;
        server.line.cut("rst");
        server.steps(from, to);
        await ctx.subscribed(server, before + 1);
        await client.shows(to, ctx.bands.eventualMs);
      }
      const from = client.seqs[0] ?? 0;
      const expected = Array.from({ length: 10 - from }, (_, index) => from + index);
      ctx.checks.equal(client.seqs, expected, "what the client has shown");
    },
  ),
  clientCase(
    {
      id: "client-link-002",
      title: "After a server that stops a client comes back, and shows the newest state",
      clauses: ["SUB-12"],
    },
    async (ctx) => {
      const { server, client } = await ctx.live();
      server.close(1001);
      server.steps(4, 6);
      await ctx.subscribed(server, 2);
      server.steps(7, 7);
      await client.shows(7, ctx.bands.eventualMs);
    },
  ),
  clientCase(
    {
      id: "client-link-003",
      title: "A client tries again with growing delays while no WebSocket is to be had",
      clauses: ["LIVE-04"],
    },
    async (ctx) => {
      const line = { isOpen: true };
      const { server, client } = await ctx.live({
        mutation: {
          upgrade: (verdict) => (line.isOpen ? verdict : { kind: "refuse", status: 503, body: {} }),
        },
      });
      line.isOpen = false;
      const from = handshakesAt(server).length;
      const cutAtMs = performance.now();
      server.line.cut("rst");
      await ctx.quiet(ctx.bands.secondMs * 6);
      const triedAtMs = handshakesAt(server).slice(from);
      const tries = triedAtMs.length;
      ctx.checks.that(tries >= 2, `the client tried ${tries} times in 6 s`);
      ctx.checks.that(tries <= 30, `the client tried ${tries} times in 6 s: it hammers`);
      const within = (part: number) =>
        triedAtMs.filter((atMs) => Math.floor((atMs - cutAtMs) / (ctx.bands.secondMs * 2)) === part).length;
      ctx.checks.that(
        tries <= fewTries || within(2) * 2 <= within(0),
        `its delays do not grow: it tried ${within(0)}, ${within(1)} and ${within(2)} times in each 2 s`,
      );
      line.isOpen = true;
      server.steps(4, 4);
      await client.shows(4, ctx.speakMs + ctx.bands.secondMs * 10);
    },
  ),
  clientCase(
    {
      id: "client-link-004",
      title: "Clients that lost the same server do not all come back at the same moment",
      clauses: ["LIVE-04"],
    },
    async (ctx) => {
      const server = await ctx.serve();
      server.steps(1, 1);
      const clients = await Promise.all(Array.from({ length: together }, () => ctx.start(server)));
      for (const client of clients) await client.shows(1, ctx.speakMs);
      await ctx.subscribed(server, together);
      const { attemptsAtMs } = server.line;
      server.line.refuse(true);
      const from = attemptsAtMs.length;
      const cutAtMs = performance.now();
      server.line.cut("rst");
      await ctx.quiet(ctx.bands.secondMs * 5);
      const waits = attemptsAtMs.slice(from, from + together).map((atMs) => atMs - cutAtMs);
      ctx.checks.equal(waits.length, together, "attempts of all clients within 5 s");
      const mean = waits.reduce((sum, wait) => sum + wait, 0) / together;
      const spread = Math.max(...waits) - Math.min(...waits);
      const what = `they came back after ${waits.map(Math.round).join(", ")} ms: as good as at once`;
      ctx.checks.that(spread > mean * leastSpread, what);
    },
  ),
  clientCase(
    {
      id: "client-link-005",
      title: "A client does not come back by itself after a close code that says so",
      clauses: ["LIVE-05"],
    },
    async (ctx) => {
      const { server } = await ctx.live();
      const before = handshakesAt(server).length;
      server.close(1008);
      await ctx.quiet(ctx.bands.secondMs * 5);
      ctx.checks.equal(handshakesAt(server).length, before, "handshakes after the close with 1008");
    },
  ),
  clientCase(
    {
      id: "client-link-006",
      title: "Where no WebSocket is to be had a client polls, and shows what comes",
      clauses: ["POLL-07"],
      level: "SHOULD",
    },
    async (ctx) => {
      const server = await ctx.serve({
        mutation: { upgrade: () => ({ kind: "refuse", status: 502, body: {} }) },
      });
      server.steps(1, 3);
      const client = await ctx.start(server);
      await client.shows(3, ctx.speakMs + ctx.bands.secondMs * 30);
      server.steps(4, 5);
      await client.shows(5, ctx.bands.secondMs * 20);
      ctx.checks.that(server.polls.length > 0, "it has shown what it did not ask for");
    },
  ),
  clientCase(
    {
      id: "client-link-007",
      title: "A client that is live does not poll as well",
      clauses: ["POLL-08"],
      level: "SHOULD",
    },
    async (ctx) => {
      const { server, client } = await ctx.live();
      server.steps(4, 4);
      await client.shows(4, ctx.bands.eventualMs);
      // What it fetches to begin with is no polling.
      await ctx.quiet(ctx.bands.secondMs);
      const before = server.polls.length;
      for (let seq = 5; seq <= 9; seq += 1) {
        server.steps(seq, seq);
        await client.shows(seq, ctx.bands.eventualMs);
        await ctx.quiet(ctx.bands.secondMs);
      }
      ctx.checks.equal(server.polls.length - before, 0, "polls while it was live");
    },
  ),
  clientCase(
    {
      id: "client-link-008",
      title: "A training that is registered later is found",
      clauses: ["SUB-14"],
      level: "SHOULD",
    },
    async (ctx) => {
      const server = await ctx.serve();
      const client = await ctx.start(server);
      await ctx.subscribed(server, 1);
      await ctx.subscribed(server, 2, ctx.bands.secondMs * 10);
      server.steps(1, 1);
      await client.shows(1, ctx.bands.secondMs * 20);
    },
  ),
  clientCase(
    {
      id: "client-link-009",
      title: "A connection that carries nothing any more is given up, and another one is made",
      clauses: ["LIVE-06"],
      level: "SHOULD",
    },
    async (ctx) => {
      const { server, client } = await ctx.live({ options: { heartbeatMs: ctx.bands.secondMs } });
      server.line.freeze();
      server.line.thaw();
      server.steps(4, 4);
      await client.shows(4, ctx.bands.secondMs * 45);
    },
  ),
  clientCase(
    {
      id: "client-link-010",
      title: "Frames in pieces of a byte, and many in one, are read alike",
      clauses: ["FAN-08"],
    },
    async (ctx) => {
      for (const shape of ["split", "gather"] as const) {
        const server = await ctx.serve();
        if (shape === "split") server.line.split(1);
        else server.line.gather(50);
        server.steps(1, 2);
        const client = await ctx.start(server);
        await client.shows(2, ctx.speakMs);
        server.steps(3, 20);
        await client.shows(20, ctx.bands.eventualMs);
      }
    },
  ),
  clientCase(
    {
      id: "client-link-011",
      title: "A handshake that takes a second is waited for",
      clauses: ["LIVE-04"],
    },
    async (ctx) => {
      const server = await ctx.serve();
      server.line.delay(ctx.bands.secondMs);
      server.steps(1, 1);
      const client = await ctx.start(server);
      await client.shows(1, ctx.speakMs + ctx.bands.secondMs * 5);
      const handshakes = handshakesAt(server).length;
      ctx.checks.that(handshakes <= 2, `it made ${handshakes} handshakes instead of waiting for one`);
    },
  ),
  clientCase(
    {
      id: "client-link-012",
      title: "A token is shown where one is needed, and stands in no address",
      clauses: ["AUTH-09"],
    },
    async (ctx) => {
      const { server, client } = await ctx.live({ options: { tokens: true } });
      server.steps(4, 4);
      await client.shows(4, ctx.bands.eventualMs);
      const addresses = server.deeds.flatMap((deed) =>
        deed.kind === "message" ? [] : [`${deed.request.path}?${deed.request.query.toString()}`],
      );
      const found = addresses.filter((address) => address.includes(server.token ?? "?"));
      ctx.checks.equal(found, [], "addresses that hold the token");
    },
  ),
];
