import type { TrainingUpdate } from "@trainwire/protocol";
import type { CaseContext } from "../context.ts";
import { serverCase } from "../define-case.ts";

/** Every kind of viewer at once on one training: all must have seen the same. */
export const togetherCases = [
  serverCase(
    {
      id: "together-001",
      title: "Both wire formats, a viewer killed and resuming, and a poller see the same updates and one end",
      clauses: ["FAN-01", "FLAT-03", "POLL-02", "SUB-05", "END-02"],
      budgetSeconds: 30,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const publishing = ctx.meanwhile(trainer.reportSteps(2, 29).then(() => trainer.finish()));
      const [pushed, flat, resumed, polled] = await Promise.all([
        followEnvelopes(ctx, trainer.trainId, 30),
        followFlat(ctx, trainer.trainId, 30),
        followKilled(ctx, trainer.trainId, { killedAt: 10, last: 30 }),
        followPolling(ctx, trainer.trainId),
      ]);
      await publishing;
      ctx.checks.equal(resumed, pushed, "updates of the viewer that was killed and resumed");
      ctx.checks.equal(polled, pushed, "updates of the poller");
      const headlines = pushed.map(({ seq, data }) => [seq, data.status, data.progress, data.received_at]);
      ctx.checks.equal(flat, headlines, "flat messages");
    },
  ),
  serverCase(
    {
      id: "together-002",
      title:
        "A crash while a batch is on its way: sent again it is stored once, and every viewer resumes without a hole",
      clauses: ["RES-04", "ING-04", "SUB-05", "FLAT-05", "POLL-02"],
      requires: ["process"],
      exclusive: true,
      budgetSeconds: 40,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.publish(records(1, 20));
      const before = await ctx.poller(trainer.trainId).page();
      const onItsWay = ctx.meanwhile(trainer.publish(records(21, 40)));
      await ctx.process.crash();
      await onItsWay.catch(() => {
        // Whether it was stored is not known: so it is sent again.
      });
      await ctx.process.start();
      const again = await trainer.publish(records(21, 40));
      ctx.checks.equal([again.accepted + again.repeated, again.seq], [20, 40], "the batch sent again");
      await trainer.report({ status: "completed", producer_id: "p", producer_seq: 41 });
      const { stream_id } = before;
      const viewer = await ctx.viewer();
      await viewer.subscribe(trainer.trainId, { after_seq: 20, stream_id });
      const rest = await viewer.expectUpdates(trainer.trainId, 21, 41);
      await viewer.expectCompleted(trainer.trainId, 41, "completed");
      const flat = await ctx.flatViewer(trainer.trainId, `?after_seq=20&stream_id=${stream_id}`);
      const states = await flat.expectStates(21, 40);
      await flat.expectEnd(41, "completed");
      ctx.checks.equal(
        states.map(({ loss }) => loss),
        rest.slice(0, 20).map(({ data }) => data.details.loss),
        "losses",
      );
      const history = await ctx.poller(trainer.trainId).history();
      ctx.checks.equal(history, [...before.updates, ...rest], "the log after the crash");
    },
  ),
];

function records(first: number, last: number): Record<string, unknown>[] {
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return numbers.map((n) => ({ loss: 1 / n, producer_id: "p", producer_seq: n }));
}

async function followEnvelopes(ctx: CaseContext, trainId: string, last: number): Promise<TrainingUpdate[]> {
  const viewer = await ctx.viewer();
  await viewer.subscribe(trainId, { after_seq: 0 });
  const updates = await viewer.expectUpdates(trainId, 1, last);
  await viewer.expectCompleted(trainId, last, "completed");
  await viewer.expectNothing();
  return updates;
}

async function followFlat(ctx: CaseContext, trainId: string, last: number): Promise<unknown[]> {
  const viewer = await ctx.flatViewer(trainId, "?after_seq=0");
  const states = await viewer.expectStates(1, last - 1);
  states.push(await viewer.expectEnd(last, "completed"));
  return states.map(({ seq, status, progress, received_at }) => [seq, status, progress, received_at]);
}

async function followKilled(
  ctx: CaseContext,
  trainId: string,
  { killedAt, last }: { killedAt: number; last: number },
): Promise<TrainingUpdate[]> {
  const killed = await ctx.viewer();
  const { stream_id } = await killed.subscribe(trainId, { after_seq: 0 });
  const before = await killed.expectUpdates(trainId, 1, killedAt);
  killed.connection.kill();
  const again = await ctx.viewer();
  await again.subscribe(trainId, { after_seq: killedAt, stream_id });
  const after = await again.expectUpdates(trainId, killedAt + 1, last);
  await again.expectCompleted(trainId, last, "completed");
  return [...before, ...after];
}

async function followPolling(ctx: CaseContext, trainId: string): Promise<TrainingUpdate[]> {
  const poller = ctx.poller(trainId);
  const updates: TrainingUpdate[] = [];
  for (let after = 0; ; ) {
    const page = await poller.page({ after_seq: after, wait_seconds: 5 });
    updates.push(...page.updates);
    if (page.ended) return updates;
    after = page.next_after_seq;
  }
}
