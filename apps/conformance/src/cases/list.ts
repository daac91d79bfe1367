import type { TrainingSummary } from "@trainwire/protocol";
import type { Viewer } from "../actors/viewer.ts";
import type { CaseContext } from "../context.ts";
import { serverCase } from "../define-case.ts";

/** The list of trainings, kept current. */
export const listCases = [
  serverCase(
    {
      id: "list-001",
      title: "subscribe_trainings is confirmed and followed by a snapshot of the list",
      clauses: ["LIST-01"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 2);
      const viewer = await ctx.viewer();
      const listed = (await followList(ctx, viewer)).find(({ job_id }) => job_id === trainer.trainId);
      ctx.checks.equal([listed?.seq, listed?.current_step], [2, 2], "the training in the list");
    },
  ),
  serverCase(
    {
      id: "list-002",
      title: "A new training, its change and its end reach the list within 2 s",
      clauses: ["LIST-02"],
    },
    async (ctx) => {
      const viewer = await ctx.viewer();
      await followList(ctx, viewer);
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      await expectListed(ctx, viewer, { trainId: trainer.trainId, seq: 1 });
      await trainer.finish();
      const seen = await expectListed(ctx, viewer, { trainId: trainer.trainId, seq: 2 });
      ctx.checks.equal(seen.at(-1)?.status, "completed", "status in the list");
    },
  ),
  serverCase(
    {
      id: "list-003",
      title: "Many changes of a training reach the list at most once per second",
      clauses: ["LIST-02"],
    },
    async (ctx) => {
      const viewer = await ctx.viewer();
      await followList(ctx, viewer);
      const trainer = ctx.trainer();
      const beganMs = performance.now();
      await trainer.reportSteps(1, 25);
      const seen = await expectListed(ctx, viewer, { trainId: trainer.trainId, seq: 25 });
      const seconds = (performance.now() - beganMs) / ctx.bands.secondMs;
      const most = Math.floor(seconds) + 2;
      ctx.checks.that(
        seen.length <= most,
        `${seen.length} list updates of one training, expected at most ${most}`,
      );
    },
  ),
  serverCase(
    {
      id: "list-004",
      title: "After unsubscribe_trainings is confirmed no list update follows",
      clauses: ["LIST-03"],
    },
    async (ctx) => {
      const [viewer, witness] = [await ctx.viewer(), await ctx.viewer()];
      const trainer = ctx.trainer();
      await followList(ctx, viewer);
      await followList(ctx, witness);
      await trainer.reportSteps(1, 1);
      viewer.send({ type: "unsubscribe_trainings" });
      await expectListConfirmed(ctx, viewer, "unsubscribed");
      await expectListed(ctx, witness, { trainId: trainer.trainId, seq: 1 });
      await trainer.reportSteps(2, 2);
      await expectListed(ctx, witness, { trainId: trainer.trainId, seq: 2 });
      await viewer.expectNothing();
    },
  ),
  serverCase(
    {
      id: "list-005",
      title: "A deletion reaches subscribers of the list within 2 s",
      clauses: ["DEL-04"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const viewer = await ctx.viewer();
      await followList(ctx, viewer);
      await ctx.owner(trainer.trainId).delete("?force=true");
      const deadline = performance.now() + 2 * ctx.bands.secondMs;
      let removed: readonly string[] = [];
      while (!removed.includes(trainer.trainId)) {
        const leftMs = Math.max(0, deadline - performance.now());
        ({ removed = [] } = await viewer.expect("trainings_update", leftMs));
      }
      const later = await ctx.viewer();
      const listed = (await followList(ctx, later)).map(({ job_id }) => job_id);
      ctx.checks.that(!listed.includes(trainer.trainId), "a deleted training must not be in the list");
    },
  ),
];

async function followList(ctx: CaseContext, viewer: Viewer): Promise<readonly TrainingSummary[]> {
  viewer.send({ type: "subscribe_trainings" });
  await expectListConfirmed(ctx, viewer, "subscribed");
  const { snapshot, trainings } = await viewer.expect("trainings_update");
  ctx.checks.equal(snapshot, true, "snapshot flag of the first list");
  return trainings;
}

/** Takes the confirmation; other trainings may change before it. */
async function expectListConfirmed(ctx: CaseContext, viewer: Viewer, status: string): Promise<void> {
  let message = await viewer.connection.next("trainings_confirmed");
  while (message.type === "trainings_update") message = await viewer.connection.next("trainings_confirmed");
  const found = message.type === "trainings_confirmed" ? message.status : message.type;
  ctx.checks.equal(found, status, "status of the confirmation");
}

/** Reads list updates, within 2 s, until one shows the training at this seq; returns all that show it. */
async function expectListed(
  ctx: CaseContext,
  viewer: Viewer,
  { trainId, seq }: { trainId: string; seq: number },
): Promise<TrainingSummary[]> {
  const deadline = performance.now() + 2 * ctx.bands.secondMs;
  const seen: TrainingSummary[] = [];
  while (seen.at(-1)?.seq !== seq) {
    const leftMs = Math.max(0, deadline - performance.now());
    const { trainings } = await viewer.expect("trainings_update", leftMs);
    seen.push(...trainings.filter(({ job_id }) => job_id === trainId));
  }
  ctx.checks.equal(seen.at(-1)?.seq, seq, "seq in the list");
  return seen;
}
