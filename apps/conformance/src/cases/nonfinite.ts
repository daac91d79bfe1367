import type { TrainingUpdate } from "@trainwire/protocol";
import type { CaseContext } from "../context.ts";
import { serverCase } from "../define-case.ts";

interface Expected {
  readonly loss: null;
  readonly nonfinite: readonly { readonly name: string; readonly value: string }[];
}

const values = ["NaN", "Infinity", "-Infinity"];

/** Numbers that are not finite: the update that matters most is never lost. */
export const nonfiniteCases = [
  serverCase(
    {
      id: "nonfinite-001",
      title: "Bare NaN, Infinity and -Infinity are stored, sent as null and named",
      clauses: ["NUM-01", "NUM-02"],
    },
    async (ctx) => {
      const bodies = values.map((value) => `{"loss": ${value}, "phase": "a NaN, Infinity"}`);
      const updates = await publishAndReceive(ctx, `[${bodies.join(",")}]`);
      expectLosses(ctx, updates, values);
      const phases = updates.map(({ data }) => data.details.phase);
      ctx.checks.equal(phases, Array(3).fill("a NaN, Infinity"), "texts that hold the same letters");
    },
  ),
  serverCase(
    {
      id: "nonfinite-002",
      title: "The strings NaN, Infinity and -Infinity are stored, sent as null and named",
      clauses: ["NUM-01", "NUM-02"],
    },
    async (ctx) => {
      const updates = await publishAndReceive(ctx, JSON.stringify(values.map((loss) => ({ loss }))));
      expectLosses(ctx, updates, values);
    },
  ),
  serverCase(
    {
      id: "nonfinite-003",
      title: "null that is named in nonfinite is stored and sent the same way",
      clauses: ["NUM-01"],
    },
    async (ctx) => {
      const records = values.map((value) => ({ loss: null, nonfinite: [{ name: "loss", value }] }));
      expectLosses(ctx, await publishAndReceive(ctx, JSON.stringify(records)), values);
    },
  ),
  serverCase(
    {
      id: "nonfinite-004",
      title: "A number too large for a double counts as infinite",
      clauses: ["NUM-02"],
    },
    async (ctx) => {
      const updates = await publishAndReceive(ctx, '[{"loss": 1e999}, {"loss": -1e999}]');
      expectLosses(ctx, updates, ["Infinity", "-Infinity"]);
    },
  ),
  serverCase(
    {
      id: "nonfinite-005",
      title: "A metric that is not finite is stored, sent as null and named by its path",
      clauses: ["NUM-01", "NUM-02"],
    },
    async (ctx) => {
      const [update] = await publishAndReceive(ctx, '[{"metrics": {"accuracy": NaN, "f1": 0.5}}]');
      const { metrics, nonfinite } = update?.data.details ?? {};
      ctx.checks.equal(metrics, { accuracy: null, f1: 0.5 }, "metrics");
      ctx.checks.equal(nonfinite, [{ name: "metrics.accuracy", value: "NaN" }], "nonfinite");
    },
  ),
  serverCase(
    {
      id: "nonfinite-006",
      title: "The flat state shows a value that is not finite as null, and names it until it is finite again",
      clauses: ["NUM-01", "FLAT-02"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.publishBody('[{"loss": 1}, {"loss": NaN}, {"eval_loss": 2}, {"loss": 3}]');
      const flat = await ctx.flatViewer(trainer.trainId, "?after_seq=0");
      const states = await flat.expectStates(1, 4);
      const named = [{ name: "loss", value: "NaN" }];
      ctx.checks.equal(
        states.map(({ loss, nonfinite }) => ({ loss, nonfinite: nonfinite ?? [] })),
        [
          { loss: 1, nonfinite: [] },
          { loss: null, nonfinite: named },
          { loss: null, nonfinite: named },
          { loss: 3, nonfinite: [] },
        ],
        "loss and nonfinite of the flat states",
      );
    },
  ),
  serverCase(
    {
      id: "nonfinite-007",
      title: "The details of a stored update hold exactly what was reported",
      clauses: ["NUM-03"],
    },
    async (ctx) => {
      const records = [
        { loss: 0.5, current_step: 3 },
        { eval_loss: 0.25 },
        { metrics: { f1: 1 }, loss: null },
      ];
      const updates = await publishAndReceive(ctx, JSON.stringify(records));
      ctx.checks.equal(
        updates.map(({ data }) => data.details),
        [{ loss: 0.5, current_step: 3 }, { eval_loss: 0.25 }, { metrics: { f1: 1 } }],
        "details of the stored updates",
      );
    },
  ),
];

/** Publishes a JSON array and returns the updates as a viewer receives them; nothing may be rejected. */
async function publishAndReceive(ctx: CaseContext, body: string): Promise<TrainingUpdate[]> {
  const trainer = ctx.trainer();
  await trainer.register();
  const viewer = await ctx.viewer();
  await viewer.follow(trainer.trainId);
  const { rejected, seq } = await trainer.publishBody(body);
  ctx.checks.equal(rejected, [], "rejected records");
  return viewer.expectUpdates(trainer.trainId, 1, seq);
}

function expectLosses(
  ctx: CaseContext,
  updates: readonly TrainingUpdate[],
  expected: readonly string[],
): void {
  const found = updates.map(({ data: { details } }) => ({
    loss: details.loss,
    nonfinite: details.nonfinite,
  }));
  const wanted: Expected[] = expected.map((value) => ({ loss: null, nonfinite: [{ name: "loss", value }] }));
  ctx.checks.equal(found, wanted, "loss and nonfinite of the updates");
}
