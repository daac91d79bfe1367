import { ErrorAnswer } from "@trainwire/protocol";
import { serverCase } from "../define-case.ts";

const tenMegabytes = 10 * 1024 * 1024;

/** What trainers send. */
export const ingestCases = [
  serverCase(
    {
      id: "ingest-001",
      title: "One record, an array of records and NDJSON are accepted",
      clauses: ["ING-01"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const bodies = [
        { body: '{"loss":1}', type: "application/json", accepted: 1, seq: 1 },
        { body: '[{"loss":2},{"loss":3}]', type: "application/json; charset=utf-8", accepted: 2, seq: 3 },
        { body: '{"loss":4}\n\n{"loss":5}\r\n{"loss":6}', type: "application/x-ndjson", accepted: 3, seq: 6 },
      ];
      for (const { body, type, accepted, seq } of bodies) {
        const answer = await trainer.publishBody(body, type);
        ctx.checks.equal(
          [answer.accepted, answer.seq, answer.rejected],
          [accepted, seq, []],
          `answer to ${body}`,
        );
      }
      const history = await ctx.poller(trainer.trainId).history();
      ctx.checks.equal(
        history.map(({ data }) => data.details.loss),
        [1, 2, 3, 4, 5, 6],
        "stored losses",
      );
    },
  ),
  serverCase(
    {
      id: "ingest-002",
      title: "Good records are stored and bad ones returned with index, code and message",
      clauses: ["ING-02"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const answer = await trainer.publish([
        { loss: 1 },
        { loss: "high" },
        { current_step: 1.5 },
        { job_id: "another", loss: 2 },
        { loss: 3 },
      ]);
      ctx.checks.equal([answer.accepted, answer.seq], [2, 2], "accepted and seq");
      const codes = answer.rejected.map(({ index, code }) => [index, code]);
      ctx.checks.equal(
        codes,
        [
          [1, "bad_message"],
          [2, "bad_message"],
          [3, "bad_id"],
        ],
        "rejected records",
      );
      const history = await ctx.poller(trainer.trainId).history();
      ctx.checks.equal(
        history.map(({ data }) => data.details.loss),
        [1, 3],
        "stored losses",
      );
    },
  ),
  serverCase(
    {
      id: "ingest-003",
      title: "A line of NDJSON that is not JSON spoils itself alone",
      clauses: ["ING-01", "ING-02"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const answer = await trainer.publishBody('{"loss":1}\n{"loss":\n{"loss":3}\n', "application/x-ndjson");
      ctx.checks.equal([answer.accepted, answer.seq], [2, 2], "accepted and seq");
      ctx.checks.equal(
        answer.rejected.map(({ index }) => index),
        [1],
        "index of the rejected line",
      );
    },
  ),
  serverCase(
    {
      id: "ingest-004",
      title: "A body that cannot be read is answered with a 4xx status and a code, and stores nothing",
      clauses: ["ING-03"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      for (const body of ['{"loss":', "loss=1", "[{]"]) {
        const answer = await trainer.sendBody(body);
        const is4xx = answer.status >= 400 && answer.status < 500;
        ctx.checks.that(is4xx, `status of ${body} is ${answer.status}, expected 4xx`);
        ctx.checks.parse(ErrorAnswer, JSON.parse(answer.text), "the refusal's body");
      }
      const { state } = await ctx.poller(trainer.trainId).state();
      ctx.checks.equal(state.seq, 1, "seq after the refusals");
    },
  ),
  serverCase(
    {
      id: "ingest-005",
      title: "A malformed id is answered with 400 bad_id",
      clauses: ["ING-03"],
    },
    async (ctx) => {
      for (const id of [".hidden", "a%20b", "x".repeat(129)]) {
        const exchange = {
          method: "POST",
          path: `/api/v1/trainings/${id}/updates`,
          headers: { "content-type": "application/json" },
          body: '{"loss":1}',
        };
        await ctx.http.expectRefusal(exchange, 400, "bad_id");
      }
    },
  ),
  serverCase(
    {
      id: "ingest-006",
      title: "A repeat by producer_seq is acknowledged and not stored; gaps and other producers are",
      clauses: ["ING-04"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      const record = (producer_id: string, producer_seq: number) => ({ loss: 1, producer_id, producer_seq });
      await trainer.publish([record("a", 1), record("a", 2)]);
      const answer = await trainer.publish([record("a", 2), record("a", 1), record("a", 7), record("b", 1)]);
      const { accepted, repeated, rejected, seq } = answer;
      ctx.checks.equal(
        { accepted, repeated, rejected, seq },
        { accepted: 2, repeated: 2, rejected: [], seq: 4 },
        "the ingest answer",
      );
      const history = await ctx.poller(trainer.trainId).history();
      ctx.checks.equal(history.length, 4, "stored updates");
    },
  ),
  serverCase(
    {
      id: "ingest-007",
      title: "A training not seen before registers itself by its first record",
      clauses: ["ING-05"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await ctx.http.expectRefusal({ path: `/api/v1/trainings/${trainer.trainId}` }, 404, "unknown_training");
      ctx.checks.equal(await trainer.report({ loss: 1 }), 1, "seq of the first record");
      const { state } = await ctx.poller(trainer.trainId).state();
      ctx.checks.equal(
        [state.job_id, state.status, state.loss],
        [trainer.trainId, "running", 1],
        "the state",
      );
    },
  ),
  serverCase(
    {
      id: "ingest-008",
      title: "A client that sends 10 MB and then reads gets 413 body_too_large, and nothing is stored",
      clauses: ["ING-06"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const answer = await trainer.sendBody(`{"phase":"${"x".repeat(tenMegabytes)}"}`);
      ctx.http.refusal(answer, 413, "body_too_large");
      ctx.checks.equal(await trainer.reportSteps(2, 2), 2, "seq of the next update");
    },
  ),
  serverCase(
    {
      id: "ingest-009",
      title: "A content type other than JSON and NDJSON is answered with 415, and stores nothing",
      clauses: ["ING-07"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      for (const type of [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
      ]) {
        const answer = await trainer.sendBody('{"loss":1}', type);
        ctx.http.refusal(answer, 415, "unsupported_content_type");
      }
      ctx.checks.equal(await trainer.reportSteps(2, 2), 2, "seq of the next update");
    },
  ),
  serverCase(
    {
      id: "ingest-010",
      title: "An empty array stores nothing and returns the head and the open commands",
      clauses: ["ING-08"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 3);
      const answer = await trainer.publish([]);
      ctx.checks.equal(
        answer,
        { accepted: 0, repeated: 0, seq: 3, rejected: [], commands: [] },
        "the answer to an empty array",
      );
      ctx.checks.equal((await ctx.poller(trainer.trainId).history()).length, 3, "stored updates");
    },
  ),
  serverCase(
    {
      id: "ingest-011",
      title: "A record of an older attempt is rejected with stale_attempt",
      clauses: ["ING-09"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.publish([
        { loss: 1, attempt: 1, current_step: 90 },
        { loss: 2, attempt: 2, current_step: 80 },
      ]);
      const { accepted, rejected, seq } = await trainer.publish({ loss: 3, attempt: 1 });
      ctx.checks.equal([accepted, seq, rejected[0]?.code], [0, 2, "stale_attempt"], "the answer");
      const { state } = await ctx.poller(trainer.trainId).state();
      ctx.checks.equal([state.attempt, state.current_step], [2, 80], "attempt and current_step");
    },
  ),
];
