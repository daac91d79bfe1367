import { serverCase } from "../define-case.ts";

/** Going on after a lost connection or a lost server. */
export const resumeCases = [
  serverCase(
    {
      id: "resume-001",
      title: "With after_seq a viewer gets no snapshot but exactly the later updates, then live",
      clauses: ["SUB-05"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 6);
      const { stream_id } = await ctx.poller(trainer.trainId).page();
      const viewer = await ctx.viewer();
      const confirmed = await viewer.subscribe(trainer.trainId, { after_seq: 2, stream_id });
      ctx.checks.equal(confirmed.seq, 6, "seq of the confirmation");
      await viewer.expectUpdates(trainer.trainId, 3, 6);
      await trainer.reportSteps(7, 8);
      await viewer.expectUpdates(trainer.trainId, 7, 8);
      await viewer.expectNothing();
    },
  ),
  serverCase(
    {
      id: "resume-002",
      title: "after_seq 0 gives the whole history, and after_seq at the head gives nothing but what is new",
      clauses: ["SUB-05"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 5);
      const fromStart = await ctx.viewer();
      await fromStart.subscribe(trainer.trainId, { after_seq: 0 });
      await fromStart.expectUpdates(trainer.trainId, 1, 5);
      const fromHead = await ctx.viewer();
      await fromHead.subscribe(trainer.trainId, { after_seq: 5 });
      await fromHead.expectNothing();
      await trainer.reportSteps(6, 6);
      await fromStart.expectUpdates(trainer.trainId, 6, 6);
      await fromHead.expectUpdates(trainer.trainId, 6, 6);
    },
  ),
  serverCase(
    {
      id: "resume-003",
      title: "A position behind the end is reset with past_end, then a snapshot, then live",
      clauses: ["RES-01", "RES-02"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 3);
      const viewer = await ctx.viewer();
      await viewer.subscribe(trainer.trainId, { after_seq: 4 });
      const reset = await viewer.expect("subscription_reset");
      const { train_id, first_seq, seq, reason } = reset;
      ctx.checks.equal(
        { train_id, first_seq, seq, reason },
        { train_id: trainer.trainId, first_seq: 1, seq: 3, reason: "past_end" },
        "the reset",
      );
      await viewer.expectSnapshot(trainer.trainId, 3);
      await trainer.reportSteps(4, 4);
      await viewer.expectUpdates(trainer.trainId, 4, 4);
    },
  ),
  serverCase(
    {
      id: "resume-004",
      title: "A position of another stream is reset with stream_changed, then a snapshot, then live",
      clauses: ["RES-01", "RES-03"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 3);
      const viewer = await ctx.viewer();
      const { stream_id } = await viewer.subscribe(trainer.trainId, {
        after_seq: 2,
        stream_id: "another-stream",
      });
      const reset = await viewer.expect("subscription_reset");
      ctx.checks.equal(reset.reason, "stream_changed", "reason of the reset");
      ctx.checks.equal(reset.stream_id, stream_id, "stream_id of the reset");
      await viewer.expectSnapshot(trainer.trainId, 3);
      await trainer.reportSteps(4, 4);
      await viewer.expectUpdates(trainer.trainId, 4, 4);
    },
  ),
  serverCase(
    {
      id: "resume-005",
      title: "A killed viewer resumes while the trainer goes on: every update exactly once",
      clauses: ["SUB-05", "SUB-06"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const publishing = ctx.meanwhile(trainer.reportSteps(2, 40));
      let seen = 0;
      for (const until of [10, 25, 40]) {
        const viewer = await ctx.viewer();
        await viewer.subscribe(trainer.trainId, { after_seq: seen });
        await viewer.expectUpdates(trainer.trainId, seen + 1, until);
        viewer.connection.kill();
        seen = until;
      }
      await publishing;
    },
  ),
  serverCase(
    {
      id: "resume-006",
      title: "Acknowledged updates survive a crash of the server with the same seq, and a viewer resumes",
      clauses: ["RES-04"],
      requires: ["process"],
      exclusive: true,
      budgetSeconds: 40,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 20);
      const poller = ctx.poller(trainer.trainId);
      const before = await poller.page();
      await ctx.process.crash();
      await ctx.process.start();
      ctx.checks.equal(await poller.page(), before, "the log after the crash");
      const viewer = await ctx.viewer();
      await viewer.subscribe(trainer.trainId, { after_seq: 18, stream_id: before.stream_id });
      await viewer.expectUpdates(trainer.trainId, 19, 20);
      await trainer.reportSteps(21, 21);
      await viewer.expectUpdates(trainer.trainId, 21, 21);
    },
  ),
  serverCase(
    {
      id: "resume-007",
      title: "The memory of producers survives a crash: a repeat after it is still a repeat",
      clauses: ["RES-04", "ING-04"],
      requires: ["process"],
      exclusive: true,
      budgetSeconds: 40,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const records = [1, 2, 3].map((n) => ({ loss: n, producer_id: "p", producer_seq: n }));
      await trainer.publish(records);
      await ctx.process.crash();
      await ctx.process.start();
      const { accepted, repeated, seq } = await trainer.publish(records);
      ctx.checks.equal(
        { accepted, repeated, seq },
        { accepted: 0, repeated: 3, seq: 3 },
        "the repeat's answer",
      );
    },
  ),
];
