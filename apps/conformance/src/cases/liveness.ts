import { serverCase } from "../define-case.ts";

const longestHeartbeatSeconds = 30;

/** Signs of life, and what becomes of those who give none. */
export const livenessCases = [
  serverCase(
    {
      id: "liveness-001",
      writes: false,
      title: "A ping is answered with a pong of the same id",
      clauses: ["LIVE-01"],
    },
    async (ctx) => {
      const viewer = await ctx.viewer();
      for (const id of ["a", 7, undefined]) {
        viewer.send({ type: "ping", ...(id !== undefined && { id }) });
        const pong = await viewer.expect("pong");
        ctx.checks.equal(pong.id, id, "id of the pong");
      }
    },
  ),
  serverCase(
    {
      id: "liveness-002",
      title: "A half-open viewer is dropped within two heartbeats, its counts fall, and others go on",
      clauses: ["LIVE-02", "MSG-07"],
      exclusive: true,
      budgetSeconds: 90,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const healthy = await ctx.viewer();
      await healthy.follow(trainer.trainId);
      const dead = await ctx.viewer({ answersPings: false });
      await dead.follow(trainer.trainId);
      // Sockets of other cases may still be on their way out: counts only ever fall beside ours.
      const opened = await ctx.health();
      ctx.checks.that(
        opened.connections >= 2 && opened.subscriptions >= 2,
        "the half-open viewer must be counted",
      );
      const heartbeat = dead.welcome?.heartbeat_seconds ?? 0;
      ctx.checks.that(
        heartbeat <= longestHeartbeatSeconds,
        `a heartbeat of ${heartbeat} s is too long to wait for`,
      );
      const withinMs = 2 * heartbeat * 1000 + ctx.bands.promptMs;
      await dead.connection.expectClosed(undefined, withinMs);
      await ctx.expectHealth(
        "the counts to fall",
        ({ connections, subscriptions }) =>
          connections < opened.connections && subscriptions < opened.subscriptions,
        ctx.bands.promptMs,
      );
      await trainer.reportSteps(2, 2);
      await healthy.expectUpdates(trainer.trainId, 2, 2);
    },
  ),
  serverCase(
    {
      id: "liveness-003",
      title: "A viewer that answers WebSocket pings stays connected beyond three heartbeats",
      clauses: ["LIVE-02"],
      budgetSeconds: 120,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const viewer = await ctx.viewer();
      await viewer.follow(trainer.trainId);
      const heartbeat = viewer.welcome?.heartbeat_seconds ?? 0;
      ctx.checks.that(
        heartbeat <= longestHeartbeatSeconds,
        `a heartbeat of ${heartbeat} s is too long to wait for`,
      );
      const poller = ctx.poller(trainer.trainId);
      await poller.page({ after_seq: 1, wait_seconds: Math.min(60, 3 * heartbeat) });
      await viewer.expectNothing();
    },
  ),
  serverCase(
    {
      id: "liveness-004",
      title: "Killed viewers of both endpoints are cleaned up: connections and subscriptions fall again",
      clauses: ["LIVE-02"],
      exclusive: true,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const kills: (() => void)[] = [];
      for (let round = 0; round < 5; round += 1) {
        const viewer = await ctx.viewer();
        await viewer.follow(trainer.trainId);
        const flat = await ctx.flatViewer(trainer.trainId);
        await flat.expectState(1);
        kills.push(
          () => viewer.connection.kill(),
          () => flat.connection.kill(),
        );
      }
      const during = await ctx.health();
      ctx.checks.that(during.connections >= 10, "connections must be counted");
      ctx.checks.that(during.subscriptions >= 5, "subscriptions must be counted");
      for (const kill of kills) kill();
      await ctx.expectHealth(
        "the counts to fall by those that were killed",
        ({ connections, subscriptions }) =>
          connections <= during.connections - 10 && subscriptions <= during.subscriptions - 5,
        ctx.bands.eventualMs,
      );
    },
  ),
  serverCase(
    {
      id: "liveness-005",
      title: "A server that stops closes its sockets with 1001, on both endpoints",
      clauses: ["LIVE-03"],
      requires: ["process"],
      exclusive: true,
      budgetSeconds: 40,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const viewer = await ctx.viewer();
      await viewer.follow(trainer.trainId);
      const flat = await ctx.flatViewer(trainer.trainId);
      await flat.expectState(1);
      const stopping = ctx.meanwhile(ctx.process.stop());
      await viewer.connection.expectClosed(1001, ctx.bands.eventualMs);
      await flat.connection.expectClosed(1001, ctx.bands.eventualMs);
      await stopping;
      await ctx.process.start();
      await (await ctx.viewer()).follow(trainer.trainId);
    },
  ),
];
