import { serverCase } from "../define-case.ts";

/** The end of a training: once, last, and again for those who come late. */
export const completionCases = [
  serverCase(
    {
      id: "completion-001",
      title: "The terminal update is followed by training_completed with the same seq, once",
      clauses: ["END-01", "END-02"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 2);
      const viewer = await ctx.viewer();
      await viewer.follow(trainer.trainId);
      await trainer.finish();
      const [terminal] = await viewer.expectUpdates(trainer.trainId, 3, 3);
      ctx.checks.equal(terminal?.data.status, "completed", "status of the terminal update");
      await viewer.expectCompleted(trainer.trainId, 3, "completed");
      await viewer.expectNothing();
    },
  ),
  serverCase(
    {
      id: "completion-002",
      title: "failed and cancelled end a training like completed does",
      clauses: ["END-01", "END-02"],
    },
    async (ctx) => {
      for (const status of ["failed", "cancelled"] as const) {
        const trainer = ctx.trainer();
        await trainer.reportSteps(1, 1);
        const viewer = await ctx.viewer();
        await viewer.follow(trainer.trainId);
        await trainer.finish(status);
        const [terminal] = await viewer.expectUpdates(trainer.trainId, 2, 2);
        ctx.checks.equal(terminal?.data.status, status, "status of the terminal update");
        await viewer.expectCompleted(trainer.trainId, 2, status);
      }
    },
  ),
  serverCase(
    {
      id: "completion-003",
      title: "After the terminal nothing is stored: records are rejected with training_ended",
      clauses: ["END-01", "END-05"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      await trainer.finish();
      const answer = await trainer.publish([{ loss: 3 }, { status: "failed" }]);
      const codes = answer.rejected.map(({ index, code }) => [index, code]);
      ctx.checks.equal(
        codes,
        [
          [0, "training_ended"],
          [1, "training_ended"],
        ],
        "rejected records",
      );
      ctx.checks.equal([answer.accepted, answer.seq], [0, 2], "accepted and seq");
      const history = await ctx.poller(trainer.trainId).history();
      ctx.checks.equal(history.length, 2, "stored updates");
    },
  ),
  serverCase(
    {
      id: "completion-004",
      title: "Records behind the terminal in the same request are rejected, those before it are stored",
      clauses: ["END-01", "ING-02"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const answer = await trainer.publish([{ loss: 1 }, { complete: true }, { loss: 2 }]);
      const { accepted, seq } = answer;
      ctx.checks.equal({ accepted, seq }, { accepted: 2, seq: 2 }, "the ingest answer");
      const rejected = answer.rejected.map(({ index, code }) => ({ index, code }));
      ctx.checks.equal(rejected, [{ index: 2, code: "training_ended" }], "rejected records");
      const { state } = await ctx.poller(trainer.trainId).state();
      ctx.checks.equal([state.status, state.complete, state.loss], ["completed", true, 1], "the final state");
    },
  ),
  serverCase(
    {
      id: "completion-005",
      title: "Subscribing to an ended training gives the final state and training_completed at once",
      clauses: ["END-03"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 2);
      await trainer.finish();
      const viewer = await ctx.viewer();
      const { data } = await viewer.follow(trainer.trainId);
      ctx.checks.equal(data.status, "completed", "status of the snapshot");
      await viewer.expectCompleted(trainer.trainId, 3, "completed");
      await viewer.expectNothing();
    },
  ),
  serverCase(
    {
      id: "completion-006",
      title: "Subscribing with after_seq at or before the end of an ended training gives training_completed",
      clauses: ["END-03"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 2);
      await trainer.finish();
      const atEnd = await ctx.viewer();
      await atEnd.subscribe(trainer.trainId, { after_seq: 3 });
      await atEnd.expectCompleted(trainer.trainId, 3, "completed");
      const before = await ctx.viewer();
      await before.subscribe(trainer.trainId, { after_seq: 1 });
      await before.expectUpdates(trainer.trainId, 2, 3);
      await before.expectCompleted(trainer.trainId, 3, "completed");
      await before.expectNothing();
    },
  ),
  serverCase(
    {
      id: "completion-007",
      title: "A repeat of stored records stays harmless after the end, also of the terminal itself",
      clauses: ["END-05", "ING-04"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const records = [
        { loss: 1, producer_id: "p", producer_seq: 1 },
        { status: "completed", producer_id: "p", producer_seq: 2 },
      ];
      await trainer.publish(records);
      const { accepted, repeated, rejected, seq } = await trainer.publish(records);
      ctx.checks.equal(
        { accepted, repeated, rejected, seq },
        { accepted: 0, repeated: 2, rejected: [], seq: 2 },
        "the repeat's answer",
      );
    },
  ),
  serverCase(
    {
      id: "completion-008",
      title: "The end survives a crash of the server: a late viewer still gets it, and nothing can follow",
      clauses: ["END-01", "END-03", "RES-04"],
      requires: ["process"],
      exclusive: true,
      budgetSeconds: 40,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      await trainer.finish("failed");
      await ctx.process.crash();
      await ctx.process.start();
      const viewer = await ctx.viewer();
      await viewer.follow(trainer.trainId);
      await viewer.expectCompleted(trainer.trainId, 2, "failed");
      const { rejected } = await trainer.publish({ loss: 1 });
      ctx.checks.equal(rejected[0]?.code, "training_ended", "code of the rejected record");
    },
  ),
];
