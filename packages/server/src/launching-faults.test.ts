import type { TrainingSummary } from "@trainwire/protocol";
import { describe, expect, it } from "vitest";
import { runServer, smallRecipe } from "./testing/run-server.ts";

const isCleared = ({ attempts }: TrainingSummary) => attempts?.at(-1)?.checked_at !== undefined;

describe("a trainer that goes wrong", { timeout: 30_000 }, () => {
  it("and crashes without a checkpoint fails its training, with exit code and last line", async () => {
    await using server = await runServer({ small: smallRecipe(["--crash-at=3"]) });
    await server.start("run", "small");
    const { reason, attempts } = await server.until("run", ({ status }) => status === "failed");
    expect(reason).toMatch(/^attempt 1 ended with exit code 1: .*there is no checkpoint to go on from$/);
    expect(attempts).toMatchObject([{ exit_code: 1, ended_by: "itself", is_clean: true, processes_left: 0 }]);
  });

  it("and crashes behind a checkpoint pauses its training, which can be resumed from there", async () => {
    const args = ["--crash-at=7", "--save-every=3", "--crash-attempts=1", "--steps=9"];
    await using server = await runServer({ small: smallRecipe(args) });
    await server.start("run", "small");
    const paused = await server.until("run", ({ status }) => status === "paused");
    expect(paused.reason).toMatch(/^attempt 1 ended with exit code 1/);
    await server.tell("run", "resume");
    const ended = await server.until("run", ({ status }) => status === "completed");
    expect(ended.attempts?.[1]).toMatchObject({ resumed_from: "checkpoints/step-6", resumed_at_step: 6 });
    expect(ended.current_step).toBe(9);
  });

  it("is tried again by itself where its recipe says so, and not more often", async () => {
    const args = ["--crash-at=5", "--save-every=2"];
    const more = "on_crash: retry\nmax_attempts: 2";
    await using server = await runServer({ small: smallRecipe(args, more) });
    await server.start("run", "small");
    const paused = await server.until("run", ({ status }) => status === "paused");
    expect(paused.attempts).toHaveLength(2);
    const queued = (await server.events("run")).filter(({ status }) => status === "queued");
    expect(queued.map(({ reason }) => reason)).toEqual([
      "asked for with the recipe small",
      expect.stringMatching(/^attempt 1 ended with exit code 1: .*; it is tried again$/),
    ]);
  });

  it("and obeys nothing takes TERM and KILL, as its record says", async () => {
    const more = "grace: { cancel_seconds: 0.2, term_seconds: 0.2 }";
    await using server = await runServer({ small: smallRecipe(["--ignores"], more) });
    await server.start("run", "small");
    await server.until("run", ({ current_step }) => (current_step ?? 0) > 1);
    await server.tell("run", "cancel", { reason: "enough" });
    const ended = await server.until("run", (training) => training.complete && isCleared(training));
    expect(ended).toMatchObject({
      status: "cancelled",
      reason: "cancelled: enough, and was ended by KILL",
      attempts: [{ ended_by: "KILL", is_clean: true }],
    });
    expect(ended.attempts?.[0]).not.toHaveProperty("out_of_memory");
  });

  it("and never speaks, or falls silent, is ended where its recipe sets a time", async () => {
    const silent =
      "title: Silent\nlauncher: process\ncommand: [sleep, '600']\ntimeouts: { start_seconds: 0.5 }";
    const hangs = smallRecipe(["--hang-at=3"], "timeouts: { silence_seconds: 0.5 }");
    await using server = await runServer({ silent, hangs }, { maxTrainings: 2 });
    await Promise.all([server.start("a", "silent"), server.start("b", "hangs")]);
    const [a, b] = await Promise.all(
      ["a", "b"].map((id) => server.until(id, (training) => training.complete && isCleared(training))),
    );
    expect(a).toMatchObject({ status: "failed", attempts: [{ ended_by: "TERM", is_clean: true }] });
    expect(a?.reason).toBe("no report within 0.5 s of its start (start_seconds), and was ended by TERM");
    expect(b).toMatchObject({ status: "failed", attempts: [{ ended_by: "TERM" }] });
    expect(b?.reason).toMatch(/^no report for more than 0.5 s \(silence_seconds\)/);
  });

  it("and does not end behind its last word is ended, and its training stays what it is", async () => {
    const more = "grace: { cancel_seconds: 0.2 }";
    await using server = await runServer({ small: smallRecipe(["--steps=2", "--lingers"], more) });
    await server.start("run", "small");
    const ended = await server.until("run", isCleared);
    expect(ended).toMatchObject({ status: "completed", attempts: [{ ended_by: "TERM", is_clean: true }] });
  });

  it("and has paused without ending is not deleted, but by force", async () => {
    const lives = "title: Lives\nlauncher: process\ncommand: [sleep, '600']";
    await using server = await runServer({ lives });
    await server.start("run", "lives");
    await server.until("run", ({ attempts }) => attempts !== undefined && attempts.length > 0);
    await server.publish("run", { status: "paused" });
    const remove = (query: string) =>
      fetch(`${server.url}/api/v1/trainings/run${query}`, { method: "DELETE" });
    const refused = await remove("");
    expect([refused.status, await refused.json()]).toMatchObject([409, { code: "training_running" }]);
    expect((await remove("?force=true")).status).toBe(204);
  });

  it("and leaves processes behind is cleaned up after, and the proof says so", async () => {
    const script = `setsid sleep 600 & echo left one behind; exit 4`;
    const leaves = `title: Leaves\nlauncher: process\ncommand: [sh, -c, ${JSON.stringify(script)}]`;
    await using server = await runServer({ leaves });
    await server.start("run", "leaves");
    const failed = await server.until("run", (training) => training.complete && isCleared(training));
    expect(failed.reason).toMatch(/^attempt 1 ended with exit code 4: left one behind/);
    expect(failed.attempts).toMatchObject([{ processes_ended: 1, processes_left: 0, is_clean: true }]);
  });

  it("and runs out of GPU memory is named so", async () => {
    const line = "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 GiB.";
    const hungry = `title: H\nlauncher: process\ncommand: [sh, -c, ${JSON.stringify(`echo "${line}"; exit 1`)}]`;
    await using server = await runServer({ hungry });
    await server.start("run", "hungry");
    const failed = await server.until("run", (training) => training.complete && isCleared(training));
    expect(failed.reason).toMatch(/^attempt 1 ran out of GPU memory \(exit code 1\): torch/);
    expect(failed.attempts).toMatchObject([{ out_of_memory: true }]);
  });
});

describe("the queue", { timeout: 30_000 }, () => {
  it("starts as many at once as may run, the others in the order in which they came", async () => {
    await using server = await runServer({ small: smallRecipe(["--steps={steps}"], steps) });
    for (const id of ["a", "b", "c"]) await server.start(id, "small", { steps: id === "a" ? 100 : 3 });
    await server.until("a", ({ status }) => status === "running");
    const [b, c] = await Promise.all(["b", "c"].map((id) => server.read(id)));
    expect([b?.queue_position, c?.queue_position]).toEqual([1, 2]);
    const before = await server.get("/api/v1/trainings/c");
    expect((await server.tell("b", "cancel")).status).toBe(200);
    expect(await server.read("b")).toMatchObject({
      status: "cancelled",
      reason: "cancelled before its turn",
    });
    const after = await server.get("/api/v1/trainings/c", {
      "if-none-match": before.headers.get("etag") ?? "",
    });
    expect([after.status, await after.json()]).toMatchObject([200, { queue_position: 1 }]);
    const c2 = await server.until("c", ({ status }) => status === "completed");
    const a = await server.read("a");
    expect(Date.parse(c2.attempts?.[0]?.started_at ?? "")).toBeGreaterThanOrEqual(
      Date.parse(a.attempts?.[0]?.ended_at ?? "never"),
    );
  });

  it("keeps what is paused before its turn out of the way until it is resumed", async () => {
    await using server = await runServer({ small: smallRecipe(["--steps={steps}"], steps) });
    await server.start("a", "small", { steps: 30 });
    await server.start("b", "small", { steps: 2 });
    expect((await server.tell("b", "pause")).status).toBe(200);
    expect(await server.read("b")).toMatchObject({ status: "paused", reason: "paused before its turn" });
    expect(await server.read("b")).not.toHaveProperty("queue_position");
    await server.until("a", ({ status }) => status === "completed");
    expect((await server.tell("b", "resume")).status).toBe(202);
    expect(await server.until("b", ({ complete }) => complete)).toMatchObject({
      attempt: 1,
      current_step: 2,
    });
  });

  it("refuses what it cannot start, and registers nothing then", async () => {
    const absent = "title: Absent\nlauncher: process\ncommand: [no-such-program]";
    const gpu = smallRecipe([], "gpus: 2");
    const recipes = { small: smallRecipe(["--steps={steps}"], steps), absent, gpu };
    await using server = await runServer(recipes, { maxTrainings: 0, maxQueued: 1, gpus: 1 });
    const refusals: [string, unknown, number, string][] = [
      ["unknown", {}, 404, "unknown_recipe"],
      ["small", { steps: "many" }, 400, "bad_params"],
      ["absent", {}, 409, "recipe_unavailable"],
      ["gpu", {}, 409, "recipe_unavailable"],
    ];
    for (const [recipe, params, status, code] of refusals) {
      const answer = await server.start("run", recipe, params as object);
      expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
    }
    expect((await server.get("/api/v1/trainings/run")).status).toBe(404);
    expect((await server.start("run", "small")).status).toBe(201);
    expect((await server.start("run", "small")).status).toBe(503);
    await server.tell("run", "cancel");
    expect(await (await server.start("run", "small")).json()).toMatchObject({ code: "training_exists" });
    const { recipes: listed } = (await (await server.get("/api/v1/recipes")).json()) as {
      recipes: { name: string; unavailable?: string }[];
    };
    expect(listed).toMatchObject([
      { name: "absent", unavailable: /no-such-program/ },
      { name: "gpu", unavailable: "it takes 2 GPUs, and there are 1 here" },
      { name: "small" },
    ]);
  });

  it("gives each training GPUs of its own", async () => {
    const shows =
      'title: S\nlauncher: process\ngpus: 2\ncommand: [sh, -c, "echo gpus $CUDA_VISIBLE_DEVICES; sleep 600"]';
    await using server = await runServer({ shows }, { maxTrainings: 9, gpus: 5 });
    for (const id of ["a", "b", "c"]) await server.start(id, "shows");
    const gpusOf = async (id: string) => {
      const answer = await server.get(`/api/v1/trainings/${id}/logs?after=0&wait_seconds=10`);
      return ((await answer.json()) as { text: string }).text;
    };
    await server.until("b", ({ attempts }) => attempts !== undefined && attempts.length > 0);
    expect([await gpusOf("a"), await gpusOf("b")]).toEqual(["gpus 0,1\n", "gpus 2,3\n"]);
    expect(await server.read("c")).toMatchObject({ status: "queued", queue_position: 1 });
    const remove = (id: string) =>
      fetch(`${server.url}/api/v1/trainings/${id}?force=true`, { method: "DELETE" });
    expect((await remove("a")).status).toBe(204);
    expect((await server.until("c", ({ attempts }) => attempts?.length === 1)).attempts?.[0]?.gpus).toEqual([
      0, 1,
    ]);
    await Promise.all([remove("b"), remove("c")]);
  });
});

const steps = "parameters: { steps: { type: integer, default: 3 } }";
