import { serverCase } from "../define-case.ts";

const page = { protocols: [], origin: "http://localhost:3200" };

/** The page flow of the envelope format's document: subscribe, confirm, update. */
export const seedTwoCases = [
  serverCase(
    {
      id: "seed-two-001",
      title: "A page served on port 3200 subscribes, is confirmed, and receives updates with their details",
      clauses: ["SUB-01", "OPEN-01"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.report({ status: "running", progress: 35 });
      const viewer = await ctx.viewer(page);
      await viewer.follow(trainer.trainId);
      await trainer.report({ progress: 45, loss: 0.5 });
      const [update] = await viewer.expectUpdates(trainer.trainId, 2, 2);
      const { progress, status, details } = update?.data ?? {};
      ctx.checks.equal([progress, status, details?.loss], [45, "running", 0.5], "the update's data");
    },
  ),
  serverCase(
    {
      id: "seed-two-002",
      title: "A training answers started, can be subscribed to at once, and shows its first update",
      clauses: ["SUB-01", "SUB-03"],
    },
    async (ctx) => {
      const viewer = await ctx.viewer(page);
      const trainer = ctx.trainer();
      const started = await trainer.register();
      ctx.checks.equal(
        [started.status, started.train_id],
        ["started", trainer.trainId],
        "the answer to the start",
      );
      await viewer.follow(started.train_id);
      await trainer.report({ progress: 1 });
      await viewer.expectUpdates(trainer.trainId, 1, 1);
    },
  ),
  serverCase(
    {
      id: "seed-two-003",
      title: "A connected page that never subscribed receives nothing, and everything once it does",
      clauses: ["SUB-11", "SUB-03"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const viewer = await ctx.viewer(page);
      const witness = await ctx.viewer(page);
      await witness.follow(trainer.trainId);
      await trainer.reportSteps(2, 3);
      await witness.expectUpdates(trainer.trainId, 2, 3);
      await viewer.expectNothing();
      await viewer.follow(trainer.trainId);
      await trainer.reportSteps(4, 4);
      await viewer.expectUpdates(trainer.trainId, 4, 4);
    },
  ),
  serverCase(
    {
      id: "seed-two-004",
      title: "A page that reconnects and subscribes again sees the newest state and goes on",
      clauses: ["SUB-03", "SUB-01"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const before = await ctx.viewer(page);
      await before.follow(trainer.trainId);
      before.connection.kill();
      await trainer.reportSteps(2, 5);
      const again = await ctx.viewer(page);
      const { seq, data } = await again.follow(trainer.trainId);
      ctx.checks.equal([seq, data.details.current_step], [5, 5], "the snapshot after the reconnect");
      await trainer.reportSteps(6, 6);
      await again.expectUpdates(trainer.trainId, 6, 6);
    },
  ),
  serverCase(
    {
      id: "seed-two-005",
      title: "A page that unsubscribes is told so, and receives no further update",
      clauses: ["SUB-09"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const [viewer, witness] = [await ctx.viewer(page), await ctx.viewer(page)];
      await viewer.follow(trainer.trainId);
      await witness.follow(trainer.trainId);
      await viewer.unsubscribe(trainer.trainId);
      await trainer.reportSteps(2, 3);
      await witness.expectUpdates(trainer.trainId, 2, 3);
      await viewer.expectNothing();
    },
  ),
];
