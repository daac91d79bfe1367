import { describe, expect, it, vi } from "vitest";
import { runPlace, settle } from "../testing/run-place.ts";
import { TrainwireServerError } from "./errors.ts";

type Place = Awaited<ReturnType<typeof runPlace>>;

/** Lets time go by, second by second. */
async function pass(place: Place, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    place.clock.pass(1);
    await settle();
  }
}

/** A training that was started and is as asked. */
async function started(place: Place, server: Awaited<ReturnType<Place["serve"]>>, as: "running" | "paused") {
  await server.start("run");
  await settle();
  await server.report("run", { status: "running" });
  if (as === "running") return;
  await server.report("run", { status: "paused" });
  place.launcher.exit({ code: 0 });
  await settle();
}

/** Records a command as a server does that ends before it carries it out. */
async function recordAlone(server: Awaited<ReturnType<Place["serve"]>>, name: "resume" | "cancel") {
  vi.spyOn(server.runs, "carryOut").mockResolvedValue();
  await server.tell("run", name);
  await server.close();
}

describe("a server that was killed leaves", () => {
  it("a record that cannot be read, which keeps no other from its turn", async () => {
    const place = await runPlace();
    const first = await place.serve({ maxTrainings: 0 });
    await first.start("run");
    await first.start("next");
    await first.close();
    const get = place.runRecords.get.bind(place.runRecords);
    place.runRecords.get = (id) => (id === "run" ? Promise.reject(new TypeError("2^53")) : get(id));
    const second = await place.serve();
    await settle();
    expect(place.launcher.asked).toEqual(["start 1"]);
    expect(place.errors).toMatchObject([{ message: "the run of run cannot be taken up" }]);
    await second.close();
  });

  it.each([
    ["resume", "starting"],
    ["cancel", "cancelled"],
  ] as const)("a %s of what is paused, which the next one carries out", async (name, status) => {
    const place = await runPlace();
    const first = await place.serve();
    await started(place, first, "paused");
    await recordAlone(first, name);
    const second = await place.serve();
    await settle();
    expect(await second.status("run")).toMatchObject({ status });
    await second.close();
  });

  it("a cancel of what runs, which takes TERM and KILL as by the server that heard it", async () => {
    const place = await runPlace();
    const first = await place.serve();
    await started(place, first, "running");
    await recordAlone(first, "cancel");
    const second = await place.serve();
    await pass(place, 12);
    expect(place.launcher.asked).toEqual(["start 1", "stop TERM", "stop KILL", "clean up 1"]);
    expect(await second.status("run")).toEqual({
      status: "cancelled",
      reason: "cancelled, and was ended by KILL",
    });
    await second.close();
  });

  it("a KILL that was noted and not sent, which the next one sends", async () => {
    const place = await runPlace();
    const first = await place.serve();
    await started(place, first, "running");
    place.launcher.losesSignals = true;
    await first.tell("run", "cancel");
    await pass(place, 12);
    await first.close();
    place.launcher.losesSignals = false;
    const second = await place.serve();
    await settle();
    expect(place.launcher.asked).toEqual(["start 1", "stop KILL", "clean up 1"]);
    expect(await second.status("run")).toMatchObject({ status: "cancelled" });
    await second.close();
  });

  it("a trainer whose training was deleted, which the next one ends before it starts another", async () => {
    const place = await runPlace();
    const first = await place.serve();
    await started(place, first, "running");
    await first.start("next");
    await first.close();
    await place.log.remove("run");
    const second = await place.serve();
    expect(second.runs.holdsFolder("run")).toBe(true);
    await settle();
    await pass(place, 1);
    expect(place.launcher.asked).toEqual(["start 1", "clean up 1", "start 1"]);
    expect([...place.runRecords.stored.keys()]).toEqual(["next"]);
    expect(place.tokens.ofTrainers().map(({ trainId }) => trainId)).toEqual(["next"]);
    expect(second.runs.holdsFolder("run")).toBe(false);
    await second.close();
  });
});

describe("a run", () => {
  it("whose place in the queue could not be told at once waits for its turn all the same, and tells it", async () => {
    const place = await runPlace();
    const server = await place.serve({ maxTrainings: 0 });
    place.log.fail = true;
    await server.start("run");
    expect((await server.get("run")).head.seq).toBe(0);
    await pass(place, 1);
    expect(await server.status("run")).toEqual({
      status: "queued",
      reason: "asked for with the recipe small",
    });
    expect(await server.tell("run", "cancel")).toMatchObject({ state: "done" });
    await server.close();
  });

  it("that could not be started fails once, whatever the reason, and lets go of its place", async () => {
    const place = await runPlace();
    const server = await place.serve();
    place.launcher.fails = new TypeError("an argument has a null byte");
    await server.start("run");
    await server.start("next");
    await settle();
    expect(place.launcher.asked).toEqual(["start 1", "clean up 1", "start 1"]);
    expect((await server.get("run")).run?.attempts).toMatchObject([{ reason: /null byte/ }]);
    expect(place.errors).toMatchObject([{ message: "an argument has a null byte" }]);
    await server.close();
  });

  it("whose start can go well later is tried again", async () => {
    const place = await runPlace();
    const server = await place.serve();
    place.launcher.fails = new TrainwireServerError("storage_unavailable");
    await server.start("run");
    await pass(place, 1);
    expect(place.launcher.asked).toEqual(["start 1", "start 1"]);
    await server.close();
  });

  it("that needs more GPUs than there are says so, and keeps nobody waiting", async () => {
    const place = await runPlace();
    const first = await place.serve({ gpus: 2, maxTrainings: 0 });
    await first.start("gpu", "gpu");
    await first.close();
    const second = await place.serve({ gpus: 1 });
    await second.start("run");
    await settle();
    expect(await second.status("run")).toMatchObject({ status: "starting" });
    const reason = "it takes 2 GPUs, and there are 1 here";
    expect(await second.status("gpu")).toEqual({ status: "queued", reason });
    const { seq } = (await second.get("gpu")).head;
    await pass(place, 3);
    expect((await second.get("gpu")).head.seq).toBe(seq);
    await second.close();
  });

  it("whose trainer says that it has paused and lives on is ended, and can be resumed", async () => {
    const place = await runPlace();
    const server = await place.serve();
    await server.start("run");
    await settle();
    await server.report("run", { status: "paused" });
    expect(server.runs.isAlive("run")).toBe(true);
    await pass(place, 15);
    expect(place.launcher.asked).toEqual(["start 1", "stop TERM", "stop KILL", "clean up 1"]);
    const reason = "its trainer had paused and did not end, and was ended by KILL";
    expect(await server.status("run")).toEqual({ status: "paused", reason });
    expect(server.runs.isAlive("run")).toBe(false);
    await server.tell("run", "resume");
    await settle();
    expect(await server.status("run")).toMatchObject({ status: "starting" });
    await server.close();
  });
});
