import type { Trainer } from "../actors/trainer.ts";
import { serverCase } from "../define-case.ts";
import { expectRecomputed } from "./series-recomputed.ts";

/** As many records as one request may hold. */
const perRequest = 10_000;

/** Charts over a whole training. */
export const seriesCases = [
  serverCase(
    {
      id: "series-001",
      title: "A spike and a dip of one value among 20,000 stay visible in 50 buckets",
      clauses: ["SER-02", "SER-03"],
      budgetSeconds: 40,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const odd: Record<number, number> = { 6543: 99, 15_432: -99 };
      for (const first of [1, perRequest + 1]) {
        const steps = Array.from({ length: perRequest }, (_, index) => first + index);
        const lines = steps.map((step) =>
          JSON.stringify({ current_step: step, loss: odd[step] ?? step % 2 }),
        );
        await trainer.publishBody(lines.join("\n"), "application/x-ndjson");
      }
      const { answer } = await ctx.poller(trainer.trainId).series({ metrics: "loss", points: 50 });
      const loss = ctx.checks.present(answer.series[0], "the series of loss");
      ctx.checks.equal(loss.total, 2 * perRequest, "total");
      ctx.checks.that(loss.seq.length <= 50, `${loss.seq.length} buckets, more than 50`);
      const bucketOf = (seq: number) => loss.last_seq?.findIndex((last) => last >= seq) ?? -1;
      ctx.checks.equal(loss.max?.[bucketOf(6543)], 99, "max of the bucket with the spike");
      ctx.checks.equal(loss.min?.[bucketOf(15_432)], -99, "min of the bucket with the dip");
      ctx.checks.equal(loss.last.at(-1), 0, "last of the last bucket");
    },
  ),
  serverCase(
    {
      id: "series-002",
      title: "Every bucket is what GET updates says of its values, over each axis",
      clauses: ["SER-01", "SER-02", "SER-03"],
      budgetSeconds: 25,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await publishCourse(trainer);
      const poller = ctx.poller(trainer.trainId);
      const updates = await poller.history();
      for (const x of ["step", "time", "seq"] as const) {
        for (const points of [7, 100]) {
          const { answer } = await poller.series({ x, points });
          ctx.checks.equal(answer.seq, updates.length, "the head of the answer");
          ctx.checks.equal(answer.series.map(({ name }) => name).sort(), courseNames, "the series");
          for (const series of answer.series) expectRecomputed(ctx, series, { updates, x, points });
        }
      }
    },
  ),
  serverCase(
    {
      id: "series-003",
      title: "A range is cut out exactly, and few values are each a bucket of their own",
      clauses: ["SER-01", "SER-03"],
      budgetSeconds: 25,
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await publishCourse(trainer);
      const poller = ctx.poller(trainer.trainId);
      const updates = await poller.history();
      for (const range of [{ from: 101, to: 140 }, { from: 590 }, { to: 3 }, { from: 17, to: 583 }]) {
        const { answer } = await poller.series({ metrics: "loss,metrics.accuracy", points: 60, ...range });
        for (const series of answer.series) {
          expectRecomputed(ctx, series, { updates, x: "step", points: 60, ...range });
        }
        ctx.checks.that(answer.series.length > 0, "no series for a range with values");
      }
      const { answer } = await poller.series({ from: 5000 });
      ctx.checks.equal(answer.series, [], "series of a range without values");
    },
  ),
  serverCase(
    {
      id: "series-004",
      title: "A training that went back to a checkpoint has no bucket with values of two attempts",
      clauses: ["SER-04", "SER-01"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const steps = (attempt: number, first: number, last: number) =>
        Array.from({ length: last - first + 1 }, (_, index) => ({
          attempt,
          current_step: first + index,
          loss: attempt + 1 / (first + index),
        }));
      await trainer.publish([...steps(1, 1, 50), ...steps(2, 31, 60), ...steps(4, 41, 90)]);
      const poller = ctx.poller(trainer.trainId);
      const updates = await poller.history();
      for (const points of [1, 3, 8, 500]) {
        const { answer } = await poller.series({ metrics: "loss", points });
        const loss = ctx.checks.present(answer.series[0], "the series of loss");
        ctx.checks.equal([...new Set(loss.attempt)], [1, 2, 4], "the attempts, in order");
        expectRecomputed(ctx, loss, { updates, x: "step", points });
      }
    },
  ),
  serverCase(
    {
      id: "series-005",
      title: "Values that are not finite are counted and named, and are neither min nor max",
      clauses: ["SER-05"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const odd = ["NaN", "NaN", "Infinity", "-Infinity"];
      const losses = [3, ...odd, 5, 4, ...odd, ...odd, 1, "NaN"];
      await trainer.publish(losses.map((loss, index) => ({ current_step: index, loss })));
      await trainer.publishBody('[{"metrics": {"f1": NaN}}, {"metrics": {"f1": -Infinity}}]');
      const poller = ctx.poller(trainer.trainId);
      const updates = await poller.history();
      for (const points of [1, 5, 100]) {
        const { answer } = await poller.series({ points });
        ctx.checks.equal(answer.series.length, 2, "how many series");
        for (const series of answer.series) expectRecomputed(ctx, series, { updates, x: "step", points });
      }
    },
  ),
  serverCase(
    {
      id: "series-006",
      title: "Series have an ETag, and are answered with 304 until there is another update",
      clauses: ["SER-06"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 3);
      const poller = ctx.poller(trainer.trainId);
      const { etag } = await poller.series({ metrics: "loss" });
      const same = await poller.seriesUnless(etag, { metrics: "loss" });
      ctx.checks.equal([same.status, same.text], [304, ""], "status and body while nothing has changed");
      await trainer.reportSteps(4, 4);
      const changed = await poller.seriesUnless(etag, { metrics: "loss" });
      ctx.checks.equal(changed.status, 200, "status after an update");
      const next = await poller.series({ metrics: "loss" });
      ctx.checks.that(next.etag !== etag, "the ETag must change with the series");
      ctx.checks.equal(next.answer.series[0]?.total, 4, "total after an update");
    },
  ),
  serverCase(
    {
      id: "series-007",
      title: "A query of series beyond a limit or of a wrong form is refused with bad_message",
      clauses: ["SER-07"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const poller = ctx.poller(trainer.trainId);
      const queries = [
        { points: 0 },
        { points: 2001 },
        { points: "many" },
        { x: "epoch" },
        { from: "yesterday" },
        { from: 2, to: 1 },
        { digits: 16 },
        { metrics: "" },
        { metrics: "loss,,eval_loss" },
        { metrics: Array.from({ length: 51 }, (_, index) => `metrics.m${index}`).join(",") },
      ];
      for (const query of queries) {
        await ctx.http.expectRefusal({ path: poller.seriesPath(query) }, 400, "bad_message");
      }
      const unknown = ctx.poller(ctx.newTrainId());
      await ctx.http.expectRefusal({ path: unknown.seriesPath({}) }, 404, "unknown_training");
    },
  ),
  serverCase(
    {
      id: "series-008",
      title:
        "Names list what was reported, also a name with a comma, and what was never reported has no series",
      clauses: ["SER-08", "SER-01"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.publish([
        { current_step: 1, loss: 1, phase: "warm-up", eta_seconds: 5 },
        { current_step: 2, metrics: { "f1(a,b)": 0.5, "back\\slash": 0.25 } },
        { current_step: 3, eval_loss: 2, gpu_memory_allocated_gb: 4 },
      ]);
      const poller = ctx.poller(trainer.trainId);
      const names = [
        "loss",
        "metrics.f1(a,b)",
        "metrics.back\\slash",
        "eval_loss",
        "gpu_memory_allocated_gb",
      ].sort();
      const metrics = "metrics.f1(a\\,b),metrics.back\\\\slash,metrics.none,loss";
      const { answer } = await poller.series({ metrics });
      ctx.checks.equal([...answer.names].sort(), names, "names");
      const totals = Object.fromEntries(answer.series.map(({ name, total }) => [name, total]));
      const expected = { "metrics.f1(a,b)": 1, "metrics.back\\slash": 1, loss: 1 };
      ctx.checks.equal(totals, expected, "how many values the series have that were asked for");
    },
  ),
];

const courseNames = ["eval_loss", "loss", "metrics.accuracy"];

/** 600 steps with a loss each, an eval loss every 10, a metric every 3, and things that are no value between. */
async function publishCourse(trainer: Trainer): Promise<void> {
  for (const first of [1, 201, 401]) {
    await trainer.publish(
      Array.from({ length: 200 }, (_, index) => {
        const step = first + index;
        return {
          current_step: step,
          loss: (step * 7919) % 101,
          ...(step % 10 === 0 && { eval_loss: -step }),
          ...(step % 3 === 0 && { metrics: { accuracy: 1 / step } }),
        };
      }),
    );
    await trainer.publish([{ phase: `after ${first}` }, { progress: 50 }]);
  }
}
