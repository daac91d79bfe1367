import { serverCase } from "../define-case.ts";

/** Following a training over REST. */
export const pollingCases = [
  serverCase(
    {
      id: "polling-001",
      title: "GET trainings/{id} gives the flat state with an ETag, and 304 while nothing has changed",
      clauses: ["POLL-01"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 3);
      const poller = ctx.poller(trainer.trainId);
      const { state, etag } = await poller.state();
      ctx.checks.equal([state.job_id, state.seq, state.current_step], [trainer.trainId, 3, 3], "the state");
      const same = await poller.stateUnless(etag);
      ctx.checks.equal([same.status, same.text], [304, ""], "status and body while nothing has changed");
      await trainer.reportSteps(4, 4);
      const changed = await poller.stateUnless(etag);
      ctx.checks.equal(changed.status, 200, "status after an update");
      const next = await poller.state();
      ctx.checks.equal(next.state.seq, 4, "seq after an update");
      ctx.checks.that(next.etag !== etag, "the ETag must change with the state");
    },
  ),
  serverCase(
    {
      id: "polling-002",
      title: "The ETag changes when a training ends without new data",
      clauses: ["POLL-01"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const poller = ctx.poller(trainer.trainId);
      const { etag } = await poller.state();
      await trainer.finish();
      const answer = await poller.stateUnless(etag);
      ctx.checks.equal(answer.status, 200, "status after the end");
      const { state } = await poller.state();
      ctx.checks.equal([state.status, state.complete], ["completed", true], "the state after the end");
    },
  ),
  serverCase(
    {
      id: "polling-003",
      title: "GET updates returns the same updates with the same seq as the socket, in pages of any size",
      clauses: ["POLL-02"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.report({ loss: 1, metrics: { accuracy: 0.5 } });
      const viewer = await ctx.viewer();
      await viewer.subscribe(trainer.trainId, { after_seq: 0 });
      await trainer.publishBody('[{"loss":NaN},{"phase":"warm-up"},{"current_step":4,"total_steps":8}]');
      await trainer.finish();
      const pushed = await viewer.expectUpdates(trainer.trainId, 1, 5);
      const poller = ctx.poller(trainer.trainId);
      ctx.checks.equal(await poller.history(), pushed, "polled updates");
      ctx.checks.equal(await poller.history(2), pushed, "updates polled in pages of 2");
    },
  ),
  serverCase(
    {
      id: "polling-004",
      title: "A viewer that changes from push to poll and back misses nothing and sees nothing twice",
      clauses: ["POLL-02", "SUB-05"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 3);
      const pushed = await ctx.viewer();
      await pushed.subscribe(trainer.trainId, { after_seq: 0 });
      await pushed.expectUpdates(trainer.trainId, 1, 3);
      pushed.connection.kill();
      await trainer.reportSteps(4, 6);
      const page = await ctx.poller(trainer.trainId).page({ after_seq: 3 });
      ctx.checks.equal(
        page.updates.map(({ seq }) => seq),
        [4, 5, 6],
        "seq of the polled updates",
      );
      await trainer.reportSteps(7, 8);
      const again = await ctx.viewer();
      await again.subscribe(trainer.trainId, { after_seq: page.next_after_seq, stream_id: page.stream_id });
      await again.expectUpdates(trainer.trainId, 7, 8);
    },
  ),
  serverCase(
    {
      id: "polling-005",
      title: "A long-poll returns as soon as an update is there",
      clauses: ["POLL-03"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const viewer = await ctx.viewer();
      await viewer.follow(trainer.trainId);
      const waiting = ctx.meanwhile(ctx.poller(trainer.trainId).page({ after_seq: 1, wait_seconds: 20 }));
      await viewer.expectNothing();
      await trainer.reportSteps(2, 2);
      const reportedMs = performance.now();
      const page = await waiting;
      const tookMs = performance.now() - reportedMs;
      ctx.checks.equal(
        page.updates.map(({ seq }) => seq),
        [2],
        "seq of the updates",
      );
      ctx.checks.equal([page.next_after_seq, page.ended], [2, false], "next_after_seq and ended");
      ctx.checks.that(tookMs <= ctx.bands.promptMs, `the long-poll took ${Math.round(tookMs)} ms more`);
    },
  ),
  serverCase(
    {
      id: "polling-006",
      title: "A long-poll on an ended training returns at once",
      clauses: ["POLL-03"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.finish();
      const beganMs = performance.now();
      const page = await ctx.poller(trainer.trainId).page({ after_seq: 1, wait_seconds: 20 });
      const tookMs = performance.now() - beganMs;
      ctx.checks.equal([page.updates, page.ended], [[], true], "updates and ended");
      ctx.checks.that(tookMs <= ctx.bands.promptMs, `the long-poll took ${Math.round(tookMs)} ms`);
    },
  ),
  serverCase(
    {
      id: "polling-007",
      title: "ended is true only once the training has ended and nothing follows the page",
      clauses: ["POLL-04"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 2);
      const poller = ctx.poller(trainer.trainId);
      ctx.checks.equal((await poller.page()).ended, false, "ended at the head of a running training");
      await trainer.finish();
      ctx.checks.equal((await poller.page({ limit: 2 })).ended, false, "ended before the last page");
      ctx.checks.equal((await poller.page({ after_seq: 2 })).ended, true, "ended on the last page");
      ctx.checks.equal((await poller.page({ after_seq: 3 })).ended, true, "ended behind the last page");
    },
  ),
  serverCase(
    {
      id: "polling-008",
      title: "A position that cannot be honoured is answered with 409, its reason and where to begin again",
      clauses: ["POLL-05"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 3);
      const poller = ctx.poller(trainer.trainId);
      const { stream_id } = await poller.page();
      const positions = [
        { query: { after_seq: 9 }, code: "past_end" },
        { query: { after_seq: 2, stream_id: "another-stream" }, code: "stream_changed" },
      ];
      for (const { query, code } of positions) {
        const body = await ctx.http.expectRefusal({ path: poller.pagePath(query) }, 409, code);
        const { first_seq, seq } = body;
        ctx.checks.equal(
          { stream_id: body["stream_id"], first_seq, seq },
          { stream_id, first_seq: 1, seq: 3 },
          "where to begin again",
        );
      }
    },
  ),
  serverCase(
    {
      id: "polling-009",
      title: "An unknown training is answered with 404 unknown_training",
      clauses: ["POLL-06"],
    },
    async (ctx) => {
      const path = `/api/v1/trainings/${ctx.newTrainId()}`;
      await ctx.http.expectRefusal({ path }, 404, "unknown_training");
      await ctx.http.expectRefusal({ path: `${path}/updates` }, 404, "unknown_training");
    },
  ),
];
