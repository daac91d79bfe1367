import type { TrainingUpdate } from "@trainwire/protocol";
import type { Viewer } from "../actors/viewer.ts";
import type { CaseContext } from "../context.ts";
import { serverCase } from "../define-case.ts";
import { flood, floodRecords } from "./flood.ts";

/** What all viewers of a training receive. */
export const fanoutCases = [
  serverCase(
    {
      id: "fanout-001",
      title: "Two viewers of a training receive the same updates in the same order",
      clauses: ["FAN-01"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const viewers = [await ctx.viewer(), await ctx.viewer()];
      for (const viewer of viewers) await viewer.follow(trainer.trainId);
      await trainer.publish([2, 3, 4, 5].map((step) => ({ current_step: step, loss: 1 / step })));
      await trainer.reportSteps(6, 10);
      const [first, second] = await Promise.all(
        viewers.map((viewer) => viewer.expectUpdates(trainer.trainId, 2, 10)),
      );
      ctx.checks.equal(first, second, "the updates of both viewers");
    },
  ),
  serverCase(
    {
      id: "fanout-002",
      title: "The seq of a training's updates is dense and begins at 1, also over batches",
      clauses: ["FAN-02"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      ctx.checks.equal(await trainer.report({ loss: 1 }), 1, "seq of the first update");
      await trainer.publish([{ loss: 2 }, { loss: 3 }]);
      await trainer.publishBody('{"loss":4}\n{"loss":5}\n', "application/x-ndjson");
      const history = await ctx.poller(trainer.trainId).history();
      const found = history.map(({ seq, data }) => [seq, data.details.loss]);
      ctx.checks.equal(
        found,
        [1, 2, 3, 4, 5].map((n) => [n, n]),
        "seq and loss of the stored updates",
      );
    },
  ),
  serverCase(
    {
      id: "fanout-003",
      title: "An update reaches its viewers within 1 s of the trainer's request",
      clauses: ["FAN-03"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const viewer = await ctx.viewer();
      await viewer.follow(trainer.trainId);
      for (let seq = 2; seq <= 6; seq += 1) {
        const beganMs = performance.now();
        const publishing = ctx.meanwhile(trainer.reportSteps(seq, seq));
        await viewer.expectUpdates(trainer.trainId, seq, seq);
        const tookMs = performance.now() - beganMs;
        ctx.checks.that(tookMs <= ctx.bands.secondMs, `update ${seq} took ${Math.round(tookMs)} ms`);
        await publishing;
      }
    },
  ),
  serverCase(
    {
      id: "fanout-004",
      title: "What a viewer has received is already in the log",
      clauses: ["FAN-04"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const viewer = await ctx.viewer();
      await viewer.follow(trainer.trainId);
      const poller = ctx.poller(trainer.trainId);
      for (let seq = 2; seq <= 6; seq += 1) {
        const publishing = ctx.meanwhile(trainer.reportSteps(seq, seq));
        const received = await viewer.expectUpdates(trainer.trainId, seq, seq);
        const { updates } = await poller.page({ after_seq: seq - 1 });
        ctx.checks.equal(updates, received, "the log right after the viewer has received an update");
        await publishing;
      }
    },
  ),
  serverCase(
    {
      id: "fanout-005",
      title: "Nothing is sent while nothing changes: not on empty batches, repeats, reads or time passing",
      clauses: ["FAN-05"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const record = { loss: 1, producer_id: "p", producer_seq: 1 };
      await trainer.report(record);
      const viewer = await ctx.viewer();
      await viewer.follow(trainer.trainId);
      const flat = await ctx.flatViewer(trainer.trainId);
      await flat.expectState(1);
      await trainer.publish([]);
      await trainer.publish(record);
      const poller = ctx.poller(trainer.trainId);
      await poller.state();
      const page = await poller.page({ after_seq: 1, wait_seconds: ctx.bands.secondMs / 1000 });
      ctx.checks.equal(page.updates, [], "updates of a long-poll while nothing changes");
      await viewer.expectNothing();
      await trainer.report({ loss: 2 });
      await viewer.expectUpdates(trainer.trainId, 2, 2);
      await flat.expectState(2);
    },
  ),
  serverCase(
    {
      id: "fanout-006",
      title:
        "A viewer that reads too slowly gets the newest state as a snapshot, in order, never a silent hole",
      clauses: ["FAN-06"],
      exclusive: true,
      budgetSeconds: 30,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const slow = await ctx.viewer();
      await slow.follow(trainer.trainId);
      slow.connection.stopReading();
      const head = await flood(ctx, trainer.trainId);
      slow.connection.readOn();
      await expectCaughtUp(ctx, slow, head);
      const next = await trainer.report({ loss: 0.5 });
      await slow.expectUpdates(trainer.trainId, next, next);
    },
  ),
  serverCase(
    {
      id: "fanout-007",
      title: "A viewer that does not read delays no other: they receive every update in order",
      clauses: ["MSG-07", "FAN-01"],
      exclusive: true,
      budgetSeconds: 30,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const slow = await ctx.viewer();
      await slow.follow(trainer.trainId);
      const healthy = await ctx.viewer();
      await healthy.follow(trainer.trainId);
      slow.connection.stopReading();
      const publishing = ctx.meanwhile(flood(ctx, trainer.trainId));
      await healthy.expectUpdates(trainer.trainId, 2, 1 + floodRecords);
      await publishing;
    },
  ),
];

/** Every frame goes forward; one that leaves a hole behind it is a snapshot; the last has the head's seq. */
async function expectCaughtUp(ctx: CaseContext, viewer: Viewer, head: number): Promise<void> {
  let last = 1;
  while (last < head) {
    const update: TrainingUpdate = await viewer.expect("training_update", ctx.bands.eventualMs);
    ctx.checks.that(update.seq > last, `seq ${update.seq} came after ${last}`);
    const hole = update.seq > last + 1;
    ctx.checks.that(
      !hole || update.snapshot === true,
      `seq jumped from ${last} to ${update.seq} without a snapshot`,
    );
    last = update.seq;
  }
  ctx.checks.equal(last, head, "the newest seq");
}
