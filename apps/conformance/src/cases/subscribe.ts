import { flatFieldNames } from "@trainwire/protocol";
import { serverCase } from "../define-case.ts";
import { forEachOf } from "../run-suite.ts";

/** Subscribing to trainings and unsubscribing again. */
export const subscribeCases = [
  serverCase(
    {
      id: "subscribe-001",
      title: "A subscribe is confirmed before any update of its training",
      clauses: ["SUB-01"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 3);
      const viewer = await ctx.viewer();
      viewer.send({ type: "subscribe_training", train_id: trainer.trainId });
      await viewer.expectConfirmed(trainer.trainId, "subscribed");
      await viewer.expectSnapshot(trainer.trainId, 3);
    },
  ),
  serverCase(
    {
      id: "subscribe-002",
      title: "A confirmation carries the log's stream_id and its head as seq",
      clauses: ["SUB-02"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 4);
      const page = await ctx.poller(trainer.trainId).page();
      const viewer = await ctx.viewer();
      const confirmed = await viewer.subscribe(trainer.trainId);
      ctx.checks.equal(confirmed.seq, 4, "seq of the confirmation");
      ctx.checks.equal(confirmed.stream_id, page.stream_id, "stream_id of the confirmation");
    },
  ),
  serverCase(
    {
      id: "subscribe-003",
      title: "One snapshot with the head's seq follows the confirmation, then every later update",
      clauses: ["SUB-03"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 3);
      const viewer = await ctx.viewer();
      await viewer.subscribe(trainer.trainId);
      await viewer.expectSnapshot(trainer.trainId, 3);
      await trainer.reportSteps(4, 6);
      await viewer.expectUpdates(trainer.trainId, 4, 6);
      await viewer.expectNothing();
    },
  ),
  serverCase(
    {
      id: "subscribe-004",
      title: "A snapshot holds all 14 flat fields, null where never reported",
      clauses: ["SUB-04"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.report({ current_step: 5, total_steps: 10 });
      await trainer.report({ loss: 0.5 });
      const viewer = await ctx.viewer();
      const { data } = await viewer.follow(trainer.trainId);
      const details: Record<string, unknown> = data.details;
      const missing = flatFieldNames.filter((name) => details[name] === undefined);
      ctx.checks.equal(missing, [], "flat fields missing in the snapshot's details");
      const { current_step, loss, eval_loss, progress, complete } = details;
      ctx.checks.equal(
        { current_step, loss, eval_loss, progress, complete },
        { current_step: 5, loss: 0.5, eval_loss: null, progress: 50, complete: false },
        "the snapshot's details",
      );
    },
  ),
  serverCase(
    {
      id: "subscribe-005",
      title: "Subscribing while the trainer publishes loses no update and repeats none",
      clauses: ["SUB-06"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const viewers = await Promise.all(Array.from({ length: 5 }, () => ctx.viewer()));
      const publishing = ctx.meanwhile(trainer.reportSteps(2, 30));
      const following = viewers.map(async (viewer) => {
        const { seq } = await viewer.follow(trainer.trainId);
        await viewer.expectUpdates(trainer.trainId, seq + 1, 30);
        await viewer.expectNothing();
      });
      await Promise.all([publishing, ...following]);
    },
  ),
  serverCase(
    {
      id: "subscribe-006",
      title: "A second subscribe is confirmed and replaces the first: no update arrives twice",
      clauses: ["SUB-07"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 2);
      const viewer = await ctx.viewer();
      await viewer.follow(trainer.trainId);
      await viewer.follow(trainer.trainId);
      await trainer.reportSteps(3, 4);
      await viewer.expectUpdates(trainer.trainId, 3, 4);
      await viewer.expectNothing();
    },
  ),
  serverCase(
    {
      id: "subscribe-007",
      title: "An unknown training gets unknown_training; once registered it can be subscribed to",
      clauses: ["SUB-08"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const viewer = await ctx.viewer();
      viewer.send({ type: "subscribe_training", train_id: trainer.trainId });
      const error = await viewer.expectError("unknown_training");
      ctx.checks.equal(error.train_id, trainer.trainId, "train_id of the error");
      await trainer.reportSteps(1, 1);
      await viewer.follow(trainer.trainId);
    },
  ),
  serverCase(
    {
      id: "subscribe-008",
      title: "An unsubscribe is confirmed, and nothing further of its training is sent",
      clauses: ["SUB-09"],
    },
    async (ctx) => {
      const [left, kept] = [ctx.trainer(), ctx.trainer()];
      await left.reportSteps(1, 1);
      await kept.reportSteps(1, 1);
      const viewer = await ctx.viewer();
      await viewer.follow(left.trainId);
      await viewer.follow(kept.trainId);
      await viewer.unsubscribe(left.trainId);
      await left.reportSteps(2, 3);
      await kept.reportSteps(2, 2);
      await viewer.expectUpdates(kept.trainId, 2, 2);
      await viewer.expectNothing();
    },
  ),
  serverCase(
    {
      id: "subscribe-009",
      title: "The subscriptions of one socket are independent: the end of one leaves the other",
      clauses: ["SUB-10"],
    },
    async (ctx) => {
      const [first, second] = [ctx.trainer(), ctx.trainer()];
      await first.reportSteps(1, 1);
      await second.reportSteps(1, 1);
      const viewer = await ctx.viewer();
      await viewer.follow(first.trainId);
      await viewer.follow(second.trainId);
      await first.finish();
      await viewer.expectUpdates(first.trainId, 2, 2);
      await viewer.expectCompleted(first.trainId, 2, "completed");
      await second.reportSteps(2, 3);
      await viewer.expectUpdates(second.trainId, 2, 3);
    },
  ),
  serverCase(
    {
      id: "subscribe-010",
      title: "Updates reach only the sockets that subscribed to their training",
      clauses: ["SUB-11"],
    },
    async (ctx) => {
      const [watched, other] = [ctx.trainer(), ctx.trainer()];
      await watched.reportSteps(1, 1);
      await other.reportSteps(1, 1);
      const viewer = await ctx.viewer();
      await viewer.follow(watched.trainId);
      const witness = await ctx.viewer();
      await witness.follow(other.trainId);
      await other.reportSteps(2, 4);
      await witness.expectUpdates(other.trainId, 2, 4);
      await watched.reportSteps(2, 2);
      await viewer.expectUpdates(watched.trainId, 2, 2);
      await viewer.expectNothing();
    },
  ),
  serverCase(
    {
      id: "subscribe-011",
      title: "A subscription above max_subscriptions is refused, and the others go on",
      clauses: ["SUB-13"],
      exclusive: true,
      budgetSeconds: 60,
    },
    async (ctx) => {
      const viewer = await ctx.viewer();
      const most = viewer.welcome?.limits.max_subscriptions ?? 0;
      ctx.checks.that(most > 0 && most <= 5000, `max_subscriptions is ${most}, expected 1 to 5000`);
      const trainers = Array.from({ length: most + 1 }, () => ctx.trainer());
      await forEachOf(trainers, 8, async (trainer) => void (await trainer.reportSteps(1, 1)));
      const [oneMore, ...followed] = trainers;
      for (const { trainId } of followed) await viewer.follow(trainId);
      viewer.send({ type: "subscribe_training", train_id: oneMore?.trainId });
      await viewer.expectError("too_many_subscriptions");
      const last = followed.at(-1) ?? ctx.trainer();
      await last.reportSteps(2, 2);
      await viewer.expectUpdates(last.trainId, 2, 2);
    },
  ),
  serverCase(
    {
      id: "subscribe-012",
      title: "A training without an update yet gives a snapshot with seq 0 and status queued",
      clauses: ["SUB-03", "SUB-04"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.register();
      const viewer = await ctx.viewer();
      const { data } = await viewer.follow(trainer.trainId);
      ctx.checks.equal(data.status, "queued", "status of the snapshot");
      await trainer.reportSteps(1, 1);
      await viewer.expectUpdates(trainer.trainId, 1, 1);
    },
  ),
];
