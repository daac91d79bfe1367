import { flatFieldNames } from "@trainwire/protocol";
import { serverCase } from "../define-case.ts";

const published = {
  status: "running",
  progress: 45.5,
  current_epoch: 2,
  total_epochs: 3,
  current_step: 500,
  total_steps: 1000,
  loss: 0.234,
  eval_loss: 0.189,
  samples_per_second: 3.2,
  gpu_memory_allocated_gb: 18.5,
  eta_seconds: 1200,
  timestamp: "2025-11-06T12:30:00Z",
};

/** The six verification checks of the first flat format's document, on the wire. */
export const seedOneCases = [
  serverCase(
    {
      id: "seed-one-001",
      title: "WebSocket import: the server speaks WebSocket to a plain client that names no subprotocol",
      clauses: ["OPEN-01", "FLAT-01"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const flat = await ctx.flatViewer(trainer.trainId);
      ctx.checks.equal(flat.connection.protocol, "", "the selected subprotocol");
      await flat.expectState(1);
    },
  ),
  serverCase(
    {
      id: "seed-one-002",
      title: "Connection manager: many clients watch one job, come and go, and none harms another",
      clauses: ["FAN-01", "MSG-07"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const viewers = await Promise.all(Array.from({ length: 10 }, () => ctx.flatViewer(trainer.trainId)));
      for (const viewer of viewers) await viewer.expectState(1);
      const [leaving, killed, ...staying] = viewers;
      leaving?.connection.close();
      killed?.connection.kill();
      await trainer.reportSteps(2, 4);
      const received = await Promise.all(staying.map((viewer) => viewer.expectStates(2, 4)));
      for (const states of received) ctx.checks.equal(states, received[0], "the states of a client");
    },
  ),
  serverCase(
    {
      id: "seed-one-003",
      title: "WebSocket endpoint: /ws/training/{job_id} is there for a known job and 404 for another",
      clauses: ["FLAT-01", "OPEN-06"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const flat = await ctx.flatViewer(trainer.trainId);
      const { job_id } = await flat.expectState(1);
      ctx.checks.equal(job_id, trainer.trainId, "job_id");
      const refusal = await ctx.refused(`/ws/training/${ctx.newTrainId()}`);
      ctx.http.refusal(refusal, 404, "unknown_training");
    },
  ),
  serverCase(
    {
      id: "seed-one-004",
      title: "Broadcast: what a trainer reports reaches every client of its job within 1 s, and no other's",
      clauses: ["FAN-03", "SUB-11"],
    },
    async (ctx) => {
      const [trainer, other] = [ctx.trainer(), ctx.trainer()];
      await trainer.reportSteps(1, 1);
      await other.reportSteps(1, 1);
      const viewers = [await ctx.flatViewer(trainer.trainId), await ctx.flatViewer(trainer.trainId)];
      const bystander = await ctx.flatViewer(other.trainId);
      for (const viewer of [...viewers, bystander]) await viewer.expectState(1);
      await trainer.report({ loss: 0.125 });
      for (const viewer of viewers) {
        const { loss } = await viewer.expectState(2);
        ctx.checks.equal(loss, 0.125, "loss");
      }
      await other.report({ loss: 8 });
      const { job_id, loss } = await bystander.expectState(2);
      ctx.checks.equal([job_id, loss], [other.trainId, 8], "the other job's next message");
    },
  ),
  serverCase(
    {
      id: "seed-one-005",
      title: "No breaking changes: polling over REST works beside the socket and shows the same state",
      clauses: ["POLL-01", "FLAT-03"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.report(published);
      const flat = await ctx.flatViewer(trainer.trainId);
      const pushed: Record<string, unknown> = await flat.expectState(1);
      const { state } = await ctx.poller(trainer.trainId).state();
      const polled: Record<string, unknown> = state;
      for (const name of [...flatFieldNames, "seq"]) ctx.checks.equal(polled[name], pushed[name], name);
    },
  ),
  serverCase(
    {
      id: "seed-one-006",
      title: "Protocol: a message holds the 14 documented fields with their values, and the last is complete",
      clauses: ["FLAT-02", "END-04"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.report(published);
      const flat = await ctx.flatViewer(trainer.trainId);
      const message: Record<string, unknown> = await flat.expectState(1);
      const expected = { job_id: trainer.trainId, ...published, complete: false };
      const found = Object.fromEntries(flatFieldNames.map((name) => [name, message[name]]));
      ctx.checks.equal(found, expected, "the 14 fields");
      await trainer.report({ complete: true, progress: 100 });
      const last = await flat.expectEnd(2, "completed");
      ctx.checks.equal(last.progress, 100, "progress of the last message");
    },
  ),
];
