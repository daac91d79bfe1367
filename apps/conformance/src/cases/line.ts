import type { CaseContext } from "../context.ts";
import { serverCase } from "../define-case.ts";

/** Viewers behind a line that does what networks do. */
export const lineCases = [
  serverCase(
    {
      id: "line-001",
      title: "A viewer whose line is reset in the middle of its backlog resumes after what it has seen",
      clauses: ["SUB-05", "MSG-07"],
    },
    async (ctx) => {
      const { trainer, head } = await backlog(ctx);
      const steady = await ctx.viewer();
      await steady.subscribe(trainer.trainId, { after_seq: head });
      const line = await ctx.line();
      for (const cut of ["rst", "fin"] as const) {
        const viewer = await line.viewer(`cut-by-${cut}`);
        await viewer.subscribe(trainer.trainId, { after_seq: 0 });
        await viewer.expectUpdates(trainer.trainId, 1, 20);
        line.faults.cut(cut);
        const resumed = await line.viewer(`resumed-after-${cut}`);
        await resumed.subscribe(trainer.trainId, { after_seq: 20 });
        await resumed.expectUpdates(trainer.trainId, 21, head);
        await resumed.expectNothing();
      }
      await trainer.reportSteps(head + 1, head + 1);
      await steady.expectUpdates(trainer.trainId, head + 1, head + 1);
    },
  ),
  serverCase(
    {
      id: "line-002",
      title: "Requests and frames that arrive in pieces, late or joined are read as if they had not",
      clauses: ["OPEN-02", "SUB-03", "LIVE-01"],
    },
    async (ctx) => {
      const { trainer, head } = await backlog(ctx);
      for (const fault of ["pieces", "late", "joined"] as const) {
        const line = await ctx.line();
        if (fault === "pieces") line.faults.splitRequests(3);
        if (fault === "late") line.faults.delay(ctx.bands.promptMs / 4);
        if (fault === "joined") line.faults.gather(ctx.bands.promptMs / 10);
        const viewer = await line.viewer(fault);
        ctx.checks.present(viewer.welcome, "the welcome");
        const { seq } = await viewer.follow(trainer.trainId);
        ctx.checks.equal(seq, head, "seq of the snapshot");
        await viewer.expectNothing();
      }
    },
  ),
];

async function backlog(ctx: CaseContext) {
  const trainer = ctx.trainer();
  const records = Array.from({ length: 60 }, (_, index) => ({
    current_step: index + 1,
    loss: 1 / (index + 1),
  }));
  const { seq: head } = await trainer.publish(records);
  ctx.checks.equal(head, records.length, "the head");
  return { trainer, head };
}
