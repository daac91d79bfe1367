import { serverCase } from "../define-case.ts";

/** What the owner of a training does with it: changing and deleting. */
export const ownershipCases = [
  serverCase(
    {
      id: "edit-001",
      title: "PATCH changes what its body names and leaves the rest; a poller sees it by the ETag",
      clauses: ["EDIT-01"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.register({ name: "first", tags: ["a"] });
      await trainer.reportSteps(1, 1);
      const owner = ctx.owner(trainer.trainId);
      await owner.patch({ notes: "noted", tags: ["b", "c"], unknown: 1 });
      const poller = ctx.poller(trainer.trainId);
      const { etag } = await poller.state();
      const answer = await owner.patch({ retention: { days: 30 } });
      const { state } = await poller.state();
      const expected = { name: "first", tags: ["b", "c"], notes: "noted", retention: { days: 30 }, seq: 1 };
      for (const { name, tags, notes, retention, seq } of [answer, state]) {
        ctx.checks.equal({ name, tags, notes, retention, seq }, expected, "the training after both changes");
      }
      ctx.checks.equal(
        (await poller.stateUnless(etag)).status,
        200,
        "status of GET with the tag before the change",
      );
      const cleared = await owner.patch({ name: null, notes: null, retention: null, tags: [] });
      const { name, tags, notes, retention } = cleared;
      ctx.checks.equal([name, tags, notes, retention], [null, [], null, null], "the training after clearing");
    },
  ),
  serverCase(
    {
      id: "delete-001",
      title: "A training that runs is deleted only by force; one that has ended goes at once",
      clauses: ["DEL-01"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const owner = ctx.owner(trainer.trainId);
      ctx.http.refusal(await owner.tryDelete(), 409, "training_running");
      await trainer.reportSteps(2, 2);
      await owner.delete("?force=true");
      const ended = ctx.trainer();
      await ended.reportSteps(1, 1);
      await ended.finish();
      await ctx.owner(ended.trainId).delete();
    },
  ),
  serverCase(
    {
      id: "delete-002",
      title: "A deleted training is gone from everywhere, and its id is not used again",
      clauses: ["DEL-02"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const { trainId } = trainer;
      await trainer.reportSteps(1, 1);
      const owner = ctx.owner(trainId);
      const poller = ctx.poller(trainId);
      const longPoll = ctx.meanwhile(
        ctx.http.send({ path: poller.pagePath({ after_seq: 1, wait_seconds: ctx.bands.secondMs / 1000 }) }),
      );
      await owner.delete("?force=true");
      const { http } = ctx;
      const gone = [
        await longPoll,
        await poller.stateUnless(""),
        await http.send({ path: poller.pagePath({}) }),
        await trainer.sendBody("[]"),
        await owner.tryDelete(),
        await http.send({
          method: "POST",
          path: "/api/v1/trainings",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ train_id: trainId }),
        }),
      ];
      for (const answer of gone) http.refusal(answer, 410, "training_deleted");
      http.refusal(await ctx.refused(`/ws/training/${trainId}`), 410, "training_deleted");
      const viewer = await ctx.viewer();
      viewer.send({ type: "subscribe_training", train_id: trainId });
      await viewer.expectError("training_deleted");
    },
  ),
  serverCase(
    {
      id: "delete-003",
      title: "Viewers of a deleted training are told: by an error on /ws, by close 4410 on the flat endpoint",
      clauses: ["DEL-03"],
    },
    async (ctx) => {
      const [trainer, other] = [ctx.trainer(), ctx.trainer()];
      await trainer.reportSteps(1, 1);
      await other.reportSteps(1, 1);
      const viewer = await ctx.viewer();
      await viewer.follow(trainer.trainId);
      await viewer.follow(other.trainId);
      const flat = await ctx.flatViewer(trainer.trainId);
      await flat.expectState(1);
      await ctx.owner(trainer.trainId).delete("?force=true");
      const { train_id } = await viewer.expectError("training_deleted");
      ctx.checks.equal(train_id, trainer.trainId, "train_id of the error");
      await flat.connection.expectClosed(4410);
      await other.reportSteps(2, 2);
      await viewer.expectUpdates(other.trainId, 2, 2);
    },
  ),
];
