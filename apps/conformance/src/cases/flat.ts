import { flatFieldNames } from "@trainwire/protocol";
import { serverCase } from "../define-case.ts";

/** The endpoint of one training, without a subscribe. */
export const flatCases = [
  serverCase(
    {
      id: "flat-001",
      title: "The flat endpoint sends the current state at once, then the state after every update",
      clauses: ["FLAT-01"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 2);
      const flat = await ctx.flatViewer(trainer.trainId);
      const first = await flat.expectState(2);
      ctx.checks.equal(first.current_step, 2, "current_step of the first message");
      await trainer.reportSteps(3, 5);
      const states = await flat.expectStates(3, 5);
      ctx.checks.equal(
        states.map((state) => state.current_step),
        [3, 4, 5],
        "current_step of the messages",
      );
    },
  ),
  serverCase(
    {
      id: "flat-002",
      title: "Every flat message holds the 14 fields, each carried forward",
      clauses: ["FLAT-02"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.report({ loss: 0.5, current_epoch: 1, total_epochs: 3 });
      const flat = await ctx.flatViewer(trainer.trainId);
      const before: Record<string, unknown> = await flat.expectState(1);
      await trainer.report({ eval_loss: 0.7 });
      const after: Record<string, unknown> = await flat.expectState(2);
      const expected = {
        job_id: trainer.trainId,
        status: "running",
        progress: 0,
        current_epoch: 1,
        total_epochs: 3,
        current_step: null,
        total_steps: null,
        loss: 0.5,
        eval_loss: null,
        samples_per_second: null,
        gpu_memory_allocated_gb: null,
        eta_seconds: null,
        timestamp: null,
        complete: false,
      };
      const pick = (message: Record<string, unknown>) =>
        Object.fromEntries(flatFieldNames.map((name) => [name, message[name]]));
      ctx.checks.equal(pick(before), expected, "the first message");
      ctx.checks.equal(pick(after), { ...expected, eval_loss: 0.7 }, "the second message");
    },
  ),
  serverCase(
    {
      id: "flat-003",
      title: "progress is sent, else step by total, else carried, and always from 0 to 100",
      clauses: ["FLAT-02"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const steps: [Record<string, unknown>, number][] = [
        [{ loss: 1 }, 0],
        [{ current_step: 500, total_steps: 1000 }, 50],
        [{ progress: 45.5 }, 45.5],
        [{ loss: 0.5 }, 45.5],
        [{ progress: 250 }, 100],
        [{ progress: -3 }, 0],
      ];
      await trainer.publish(steps.map(([record]) => record));
      const flat = await ctx.flatViewer(trainer.trainId, "?after_seq=0");
      for (const [index, [, progress]] of steps.entries()) {
        const state = await flat.expectState(index + 1);
        ctx.checks.equal(state.progress, progress, `progress after update ${index + 1}`);
      }
    },
  ),
  serverCase(
    {
      id: "flat-004",
      title: "Flat messages and envelopes carry the same seq, values and received_at for the same update",
      clauses: ["FLAT-03"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const viewer = await ctx.viewer();
      await viewer.follow(trainer.trainId);
      const flat = await ctx.flatViewer(trainer.trainId);
      await flat.expectState(1);
      await trainer.reportSteps(2, 6);
      const envelopes = await viewer.expectUpdates(trainer.trainId, 2, 6);
      const states = await flat.expectStates(2, 6);
      ctx.checks.equal(
        states.map((state) => [state.seq, state.loss, state.progress, state.status, state.received_at]),
        envelopes.map(({ seq, data }) => [
          seq,
          data.details.loss,
          data.progress,
          data.status,
          data.received_at,
        ]),
        "flat messages and envelopes",
      );
    },
  ),
  serverCase(
    { id: "flat-005", title: "The flat endpoint ignores text frames of its viewer", clauses: ["FLAT-04"] },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const flat = await ctx.flatViewer(trainer.trainId);
      await flat.expectState(1);
      for (const text of ["{", "hello", '{"type":"ping"}', '{"type":"subscribe_training"}']) {
        flat.connection.send(text);
      }
      await trainer.reportSteps(2, 3);
      await flat.expectStates(2, 3);
    },
  ),
  serverCase(
    {
      id: "flat-006",
      title: "With after_seq the flat endpoint sends the state after each later update once, in order",
      clauses: ["FLAT-05"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 5);
      const flat = await ctx.flatViewer(trainer.trainId, "?after_seq=2");
      const states = await flat.expectStates(3, 5);
      ctx.checks.equal(
        states.map((state) => state.current_step),
        [3, 4, 5],
        "current_step of the messages",
      );
      await trainer.reportSteps(6, 6);
      await flat.expectState(6);
    },
  ),
  serverCase(
    {
      id: "flat-007",
      title: "The terminal flat message has complete true, and the socket is closed with 1000",
      clauses: ["END-04"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const flat = await ctx.flatViewer(trainer.trainId);
      const running = await flat.expectState(1);
      ctx.checks.equal(running.complete, false, "complete while running");
      await trainer.finish();
      await flat.expectEnd(2, "completed");
    },
  ),
  serverCase(
    {
      id: "flat-008",
      title: "A late viewer of an ended training gets the terminal flat message and close 1000",
      clauses: ["END-04"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      await trainer.finish("failed");
      const late = await ctx.flatViewer(trainer.trainId);
      await late.expectEnd(2, "failed");
      const resumed = await ctx.flatViewer(trainer.trainId, "?after_seq=0");
      await resumed.expectState(1);
      await resumed.expectEnd(2, "failed");
    },
  ),
];
