import type { Stage } from "./stage.ts";

const subscribe = (train_id: string, position: Record<string, unknown> = {}) => ({
  type: "subscribe_training",
  train_id,
  ...position,
});

/** A body as trainers in Python write it. */
const diverged = '{"loss": NaN, "current_step": 3, "metrics": {"grad": Infinity, "lr": 0.001}}';

async function threeUpdates(stage: Stage): Promise<void> {
  await stage.publish("run", { status: "running", current_step: 1, total_steps: 8, loss: 2.5 });
  await stage.publish("run", [
    { current_step: 2, loss: 2.25, phase: "warm-up", producer_id: "p", producer_seq: 1 },
    { eval_loss: 1e-7, metrics: { "é/🚂": -0.5 }, attempt: 2, timestamp: "2026-01-01T00:00:02Z" },
  ]);
}

/** On `/ws`: snapshot, live updates of which one diverges, and the end. */
async function follow(stage: Stage, protocols: readonly string[]): Promise<void> {
  await threeUpdates(stage);
  const viewer = await stage.socket({ path: "/ws", protocols });
  await viewer.frames(protocols.length > 0 ? 1 : 0);
  viewer.send(subscribe("run"));
  await viewer.frames(2);
  await stage.publish("run", diverged);
  await viewer.frames(1);
  await stage.publish("run", { loss: 1, nonfinite: "not a field of ours", note: "x".repeat(200) });
  await stage.publish("run", { progress: 99.5, status: "paused" });
  await viewer.frames(2);
  viewer.send({ type: "ping", id: "é" });
  await viewer.frames(1);
  await stage.publish("run", { status: "completed", current_step: 8 });
  await viewer.frames(2);
  viewer.send(subscribe("run", { after_seq: 5 }));
  await viewer.frames(4);
  viewer.send({ type: "unsubscribe_training", train_id: "run" });
  await viewer.frames(1);
}

async function resume(stage: Stage): Promise<void> {
  await threeUpdates(stage);
  const stream_id = "00000000-0000-4000-8000-000000000001";
  const viewer = await stage.socket({ path: "/ws", protocols: ["trainwire.v1"] });
  await viewer.frames(1);
  viewer.send(subscribe("run", { after_seq: 0, stream_id }));
  await viewer.frames(4);
  viewer.send(subscribe("run", { after_seq: 2 }));
  await viewer.frames(2);
  viewer.send(subscribe("run", { after_seq: 3, stream_id }));
  await viewer.frames(1);
  await stage.publish("run", diverged);
  await viewer.frames(1);
  viewer.send(subscribe("run", { after_seq: 9 }));
  await viewer.frames(3);
  viewer.send(subscribe("run", { after_seq: 1, stream_id: "another" }));
  await viewer.frames(3);
}

async function list(stage: Stage): Promise<void> {
  await threeUpdates(stage);
  const viewer = await stage.socket({ path: "/ws", protocols: ["trainwire.v1"] });
  await viewer.frames(1);
  viewer.send({ type: "subscribe_trainings" });
  await viewer.frames(2);
  await stage.publish("other", { loss: 1 });
  await viewer.frames(1);
  await stage.publish("other", { status: "failed" });
  await viewer.frames(1);
  viewer.send({ type: "unsubscribe_trainings" });
  await viewer.frames(1);
}

async function errors(stage: Stage): Promise<void> {
  await threeUpdates(stage);
  const viewer = await stage.socket({ path: "/ws" });
  const bad: (string | Record<string, unknown>)[] = [
    "{",
    "[]",
    { type: "subscribe_training" },
    { type: "subscribe_training", train_id: "../run" },
    { type: "subscribe_training", train_id: "run", after_seq: -1 },
    { type: "launch_training" },
    subscribe("nobody"),
  ];
  for (const message of bad) {
    viewer.send(message);
    await viewer.frames(1);
  }
  viewer.send("binary", 2);
  await viewer.frames(1);
  await viewer.end();
}

async function refusals(stage: Stage): Promise<void> {
  await threeUpdates(stage);
  for (const opening of [
    { path: "/ws/training/run", protocols: ["trainwire.v99"] },
    { path: "/ws/training/nobody" },
    { path: "/ws/training/.hidden" },
    { path: "/ws/training/run?after_seq=x" },
    { path: "/nowhere" },
  ]) {
    const refused = await stage.socket(opening);
    await refused.end();
  }
}

async function refusedVersion(stage: Stage): Promise<void> {
  const refused = await stage.socket({ path: "/ws", protocols: ["trainwire.v99", "graphql-ws"] });
  await refused.end();
}

async function flat(stage: Stage, protocols: readonly string[]): Promise<void> {
  await threeUpdates(stage);
  const viewer = await stage.socket({ path: "/ws/training/run", protocols });
  await viewer.frames(1);
  const resumed = await stage.socket({ path: "/ws/training/run?after_seq=1", protocols });
  await resumed.frames(2);
  await stage.publish("run", diverged);
  await stage.publish("run", { status: "cancelled" });
  for (const each of [viewer, resumed]) {
    await each.frames(3);
    await each.end();
  }
}

async function deletedAndStopped(stage: Stage): Promise<void> {
  await threeUpdates(stage);
  await stage.publish("gone", { status: "failed", loss: 1 });
  await stage.publish("doomed", { loss: 1 });
  const viewer = await stage.socket({ path: "/ws" });
  viewer.send(subscribe("run"));
  viewer.send(subscribe("gone"));
  viewer.send(subscribe("doomed"));
  await viewer.frames(7);
  const flatViewer = await stage.socket({ path: "/ws/training/doomed" });
  await flatViewer.frames(1);
  await stage.delete("doomed");
  await viewer.frames(1);
  await flatViewer.frames(1);
  await stage.server.close();
  await viewer.frames(1);
  await viewer.end();
}

async function pages(stage: Stage): Promise<void> {
  await threeUpdates(stage);
  await stage.publish("run", diverged);
  await stage.get("/api/v1/trainings/run/updates");
  await stage.get("/api/v1/trainings/run/updates?after_seq=1&limit=2");
  await stage.get("/api/v1/trainings/run/updates?after_seq=9");
  await stage.publish("run", { status: "completed" });
  await stage.get("/api/v1/trainings/run/updates?after_seq=4");
  await stage.get("/api/v1/trainings/run");
  await stage.get("/api/v1/trainings");
  await stage.get("/api/v1/trainings/nobody");
}

/** What a version 1 server says, scene by scene, under the name of the file that holds it. */
export const scenes: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  "envelope-named": (stage) => follow(stage, ["trainwire.v1"]),
  "envelope-named-among-others": (stage) => follow(stage, ["trainwire.v7", "trainwire.v1"]),
  "envelope-unnamed": (stage) => follow(stage, []),
  "flat-named": (stage) => flat(stage, ["trainwire.v1"]),
  "flat-unnamed": (stage) => flat(stage, []),
  resume,
  list,
  errors,
  refusals,
  "refused-version": refusedVersion,
  "deleted-and-stopped": deletedAndStopped,
  pages,
};
