import { limits } from "@trainwire/protocol";
import type { Viewer } from "../actors/viewer.ts";
import type { CaseContext } from "../context.ts";
import { serverCase } from "../define-case.ts";

/** What a server makes of messages it cannot take. */
export const messageCases = [
  serverCase(
    {
      id: "messages-001",
      writes: false,
      title: "A frame that is not JSON gets bad_json, and the socket stays open",
      clauses: ["MSG-01"],
    },
    async (ctx) => {
      const viewer = await ctx.viewer();
      for (const text of ["{", "subscribe", ""]) {
        viewer.connection.send(text);
        await viewer.expectError("bad_json");
      }
      await viewer.expectNothing();
    },
  ),
  serverCase(
    {
      id: "messages-002",
      writes: false,
      title: "A missing or wrong field gets bad_message, and the socket stays open",
      clauses: ["MSG-02"],
    },
    async (ctx) => {
      const viewer = await ctx.viewer();
      const wrong = [
        { type: "subscribe_training" },
        { type: "subscribe_training", train_id: "a", after_seq: "0" },
        { type: "subscribe_training", train_id: "a", after_seq: -1 },
        { type: 7, train_id: "a" },
        { train_id: "a" },
      ];
      for (const message of wrong) {
        viewer.send(message);
        await viewer.expectError("bad_message");
      }
      viewer.connection.send("[]");
      await viewer.expectError("bad_message");
      await viewer.expectNothing();
    },
  ),
  serverCase(
    {
      id: "messages-003",
      writes: false,
      title: "A malformed id gets bad_id, and the socket stays open",
      clauses: ["MSG-02"],
    },
    async (ctx) => {
      const viewer = await ctx.viewer();
      for (const train_id of ["", "../etc", "a b", "x".repeat(129)]) {
        viewer.send({ type: "subscribe_training", train_id });
        await viewer.expectError("bad_id");
        viewer.send({ type: "unsubscribe_training", train_id });
        await viewer.expectError("bad_id");
      }
      await viewer.expectNothing();
    },
  ),
  serverCase(
    {
      id: "messages-004",
      writes: false,
      title: "An unknown type gets unknown_type, and the socket stays open",
      clauses: ["MSG-03"],
    },
    async (ctx) => {
      const viewer = await ctx.viewer();
      viewer.send({ type: "subscribe_everything" });
      await viewer.expectError("unknown_type");
      viewer.send({ type: "training_update", train_id: "a" });
      await viewer.expectError("unknown_type");
      await viewer.expectNothing();
    },
  ),
  serverCase(
    {
      id: "messages-005",
      title: "Unknown fields are ignored in messages and records",
      clauses: ["MSG-04"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.report({ loss: 1, colour_of_the_sky: { is: "blue" } });
      const viewer = await ctx.viewer();
      viewer.send({ type: "subscribe_training", train_id: trainer.trainId, future: [1], flag: true });
      await viewer.expectConfirmed(trainer.trainId, "subscribed");
      await viewer.expectSnapshot(trainer.trainId, 1);
    },
  ),
  serverCase(
    { id: "messages-006", title: "A binary frame closes its socket with 1003", clauses: ["MSG-05"] },
    async (ctx) => {
      const viewer = await ctx.viewer();
      viewer.connection.send(Buffer.from('{"type":"ping"}'));
      await viewer.connection.expectClosed(1003);
    },
  ),
  serverCase(
    {
      id: "messages-007",
      title: "A frame larger than max_frame_bytes closes its socket with 1009",
      clauses: ["MSG-06"],
    },
    async (ctx) => {
      const viewer = await ctx.viewer();
      viewer.connection.send(pingOfBytes(maxFrameBytes(viewer) + 1));
      await viewer.connection.expectClosed(1009);
    },
  ),
  serverCase(
    {
      id: "messages-008",
      writes: false,
      title: "A frame of exactly max_frame_bytes is served",
      clauses: ["MSG-06"],
    },
    async (ctx) => {
      const viewer = await ctx.viewer();
      viewer.connection.send(pingOfBytes(maxFrameBytes(viewer)));
      await viewer.expect("pong");
    },
  ),
  serverCase(
    {
      id: "messages-009",
      title: "Bad messages, closes and deaths of other sockets change nothing for a viewer",
      clauses: ["MSG-07"],
    },
    async (ctx) => {
      const trainer = ctx.trainer();
      await trainer.reportSteps(1, 1);
      const bystander = await ctx.viewer();
      await bystander.follow(trainer.trainId);
      const misbehaviours: ((viewer: Viewer) => void)[] = [
        (viewer) => viewer.connection.send("{"),
        (viewer) => viewer.connection.send(Buffer.from([0])),
        (viewer) => viewer.connection.send(pingOfBytes(maxFrameBytes(viewer) + 1)),
        (viewer) => viewer.connection.kill(),
        (viewer) => viewer.connection.close(),
      ];
      for (const [index, misbehave] of misbehaviours.entries()) {
        misbehave(await follower(ctx, trainer.trainId));
        const seq = index + 2;
        await trainer.reportSteps(seq, seq);
        await bystander.expectUpdates(trainer.trainId, seq, seq);
      }
      await bystander.expectNothing();
    },
  ),
  serverCase(
    {
      id: "messages-010",
      title: `More than ${limits.maxBadMessages} malformed messages close the socket with 1008`,
      clauses: ["MSG-09"],
      level: "SHOULD",
    },
    async (ctx) => {
      const viewer = await ctx.viewer();
      for (let sent = 0; sent <= limits.maxBadMessages; sent += 1) {
        viewer.connection.send("{");
        await viewer.expectError("bad_json");
      }
      await viewer.connection.expectClosed(1008);
    },
  ),
];

async function follower(ctx: CaseContext, trainId: string): Promise<Viewer> {
  const viewer = await ctx.viewer();
  await viewer.follow(trainId);
  return viewer;
}

function maxFrameBytes({ welcome }: Viewer): number {
  return welcome?.limits.max_frame_bytes ?? limits.maxFrameBytes;
}

function pingOfBytes(bytes: number): string {
  const [head, tail] = ['{"type":"ping","padding":"', '"}'];
  return head + "x".repeat(bytes - head.length - tail.length) + tail;
}
