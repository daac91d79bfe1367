import type { Viewer } from "../actors/viewer.ts";
import type { CaseContext } from "../context.ts";
import { serverCase } from "../define-case.ts";
import { flood } from "./flood.ts";

const kept = 10;

/** Logs that are kept in bounds. */
export const retentionCases = [
  serverCase(
    {
      id: "retention-001",
      title: "A training registered with a retention keeps its newest updates and its state, not the oldest",
      clauses: ["RET-01", "RET-04"],
      budgetSeconds: 25,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.register({ retention: { updates: kept } });
      await trainer.report({ loss: 0.5 });
      const head = await trainer.reportSteps(1, 39);
      const poller = ctx.poller(trainer.trainId);
      const first = await poller.trimmed(head);
      ctx.checks.that(first <= head - kept + 1, `first_seq ${first}, though the newest ${kept} are kept`);
      // What lies before may be removed at any moment.
      const page = await poller.page({ after_seq: head - kept });
      const seqs = page.updates.map((update) => update.seq);
      const expected = Array.from({ length: kept }, (_, index) => head - kept + 1 + index);
      ctx.checks.equal(seqs, expected, "the updates that are kept");
      const { state } = await poller.state();
      ctx.checks.equal([state.seq, state.current_step], [head, 39], "the state");
    },
  ),
  serverCase(
    {
      id: "retention-002",
      title:
        "A position whose next update was removed is expired: when polled, subscribed, and on the flat endpoint",
      clauses: ["RET-02", "RET-04", "RES-01", "POLL-05"],
      budgetSeconds: 25,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const { trainId } = trainer;
      const head = await trainer.reportSteps(1, 40);
      await ctx.owner(trainId).patch({ retention: { updates: kept } });
      const poller = ctx.poller(trainId);
      const first = await poller.trimmed(head);
      const refusal = await ctx.http.expectRefusal(
        { path: poller.pagePath({ after_seq: 3 }) },
        409,
        "expired",
      );
      ctx.checks.equal(
        [refusal["first_seq"], refusal["seq"]],
        [first, head],
        "first_seq and seq of the refusal",
      );
      const viewer = await ctx.viewer();
      await viewer.subscribe(trainId, { after_seq: 3 });
      const { reason, first_seq } = await viewer.expect("subscription_reset");
      ctx.checks.equal([reason, first_seq], ["expired", first], "reason and first_seq of the reset");
      await viewer.expectSnapshot(trainId, head);
      const flat = await ctx.flatViewer(trainId, "?after_seq=3");
      await flat.expectState(head);
      const resumed = await ctx.flatViewer(trainId, `?after_seq=${first - 1}`);
      const [state] = await resumed.expectStates(first, head);
      ctx.checks.equal(state?.current_step, first, "current_step of the first state that is left");
      await trainer.reportSteps(41, 41);
      await viewer.expectUpdates(trainId, 41, 41);
      await flat.expectState(41);
    },
  ),
  serverCase(
    {
      id: "retention-003",
      title: "A viewer whose backlog is removed while it catches up is told: never a silent hole",
      clauses: ["RET-02"],
      exclusive: true,
      budgetSeconds: 40,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const head = await flood(ctx, trainer.trainId);
      const viewer = await ctx.viewer();
      await viewer.subscribe(trainer.trainId, { after_seq: 0 });
      viewer.connection.stopReading();
      await ctx.owner(trainer.trainId).patch({ retention: { updates: 1 } });
      await ctx.poller(trainer.trainId).trimmed(head);
      viewer.connection.readOn();
      await expectNoSilentHole(ctx, viewer, head);
      await trainer.report({ loss: 0.5 });
      await viewer.expectUpdates(trainer.trainId, head + 1, head + 1);
    },
  ),
  serverCase(
    {
      id: "retention-004",
      title: "A record is a repeat also after its update was removed",
      clauses: ["RET-03"],
      budgetSeconds: 25,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.register({ retention: { updates: 1 } });
      const records = [1, 2, 3, 4].map((n) => ({ loss: n, producer_id: "p", producer_seq: n }));
      await trainer.publish(records);
      await ctx.poller(trainer.trainId).trimmed(4);
      const { accepted, repeated, seq } = await trainer.publish(records.slice(0, 2));
      ctx.checks.equal(
        { accepted, repeated, seq },
        { accepted: 0, repeated: 2, seq: 4 },
        "the repeat's answer",
      );
    },
  ),
  serverCase(
    {
      id: "retention-005",
      title: "The terminal update outlives retention, and so does the end that it marks",
      clauses: ["RET-01"],
      budgetSeconds: 25,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.register({ retention: { updates: 1 } });
      await trainer.reportSteps(1, 5);
      const end = await trainer.finish("failed");
      const poller = ctx.poller(trainer.trainId);
      const first = await poller.trimmed(end);
      ctx.checks.that(first <= end, `first_seq ${first}, though the newest update, ${end}, is kept`);
      const page = await poller.page({ after_seq: end - 1 });
      ctx.checks.equal([page.updates.length, page.ended], [1, true], "length and ended of the last page");
      ctx.checks.equal(page.updates[0]?.data.status, "failed", "status of the terminal update");
      const viewer = await ctx.viewer();
      await viewer.subscribe(trainer.trainId, { after_seq: end - 1 });
      await viewer.expectUpdates(trainer.trainId, end, end);
      await viewer.expectCompleted(trainer.trainId, end, "failed");
    },
  ),
];

/** Up to the head each update follows the one before, or a snapshot bridges the hole. */
async function expectNoSilentHole(ctx: CaseContext, viewer: Viewer, head: number): Promise<void> {
  for (let last = 0; last < head; ) {
    const message = await viewer.connection.next("an update", ctx.bands.eventualMs);
    if (message.type === "subscription_reset") {
      ctx.checks.equal(message.reason, "expired", "reason of the reset");
      await viewer.expectSnapshot(message.train_id, head);
      return;
    }
    ctx.checks.equal(message.type, "training_update", "type of the message");
    if (message.type !== "training_update") return;
    const follows = message.snapshot === true ? message.seq > last : message.seq === last + 1;
    ctx.checks.that(follows, `seq ${message.seq} came after ${last}, and no snapshot`);
    last = message.seq;
  }
}
