import { describe, expect, it } from "vitest";
import { recipeFolder, runServer, smallRecipe } from "./testing/run-server.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { tokenServer } from "./testing/token-server.ts";

describe("a training that is started from a recipe", { timeout: 20_000 }, () => {
  it("is queued, starts, runs and completes, each with its reason", async () => {
    await using server = await runServer({
      small: smallRecipe(["--steps={steps}"], "parameters: { steps: { type: integer, default: 3 } }"),
    });
    const answer = await server.start("run", "small");
    expect([answer.status, await answer.json()]).toEqual([
      201,
      { status: "started", train_id: "run", training_status: expect.stringMatching(/queued|starting/) },
    ]);
    const training = await server.until("run", ({ attempts }) => attempts?.[0]?.checked_at !== undefined);
    expect(training).toMatchObject({
      status: "completed",
      recipe: "small",
      params: { steps: 3 },
      current_step: 3,
      attempts: [
        {
          attempt: 1,
          launcher: "process",
          ended_by: "itself",
          exit_code: 0,
          is_clean: true,
          processes_left: 0,
        },
      ],
    });
    expect(await server.events("run")).toMatchObject([
      { kind: "status", status: "queued", reason: "asked for with the recipe small" },
      { kind: "status", status: "starting", reason: "its turn has come" },
    ]);
    const log = await server.get("/api/v1/trainings/run/logs?after=0");
    expect(await log.json()).toMatchObject({
      attempt: 1,
      from: 0,
      text: "attempt 1 begins at step 0\n",
      ended: true,
    });
  });

  it("pauses with its process gone, and goes on from its checkpoint in the next attempt", async () => {
    await using server = await runServer({ small: smallRecipe([]) });
    await server.start("run", "small");
    await server.until("run", ({ current_step }) => (current_step ?? 0) >= 3);
    expect((await server.tell("run", "pause")).status).toBe(202);
    const paused = await server.until("run", ({ attempts }) => attempts?.[0]?.checked_at !== undefined);
    expect(paused).toMatchObject({ status: "paused", attempts: [{ exit_code: 0, is_clean: true }] });
    const path = `checkpoints/step-${paused.current_step}`;
    expect(await server.events("run")).toContainEqual(
      expect.objectContaining({
        kind: "checkpoint",
        path,
        step: paused.current_step,
        sha256: expect.any(String),
      }),
    );
    const { command } = (await (await server.tell("run", "resume")).json()) as { command: { state: string } };
    expect(["open", "accepted"]).toContain(command.state);
    const resumed = await server.until("run", ({ attempt, status }) => attempt === 2 && status === "running");
    expect(resumed.attempts?.[1]).toMatchObject({ resumed_from: path, resumed_at_step: paused.current_step });
    expect(await server.events("run")).toContainEqual(
      expect.objectContaining({ kind: "attempt", attempt: 2, resumed_from: path }),
    );
    expect((await server.tell("run", "cancel")).status).toBe(202);
    const ended = await server.until("run", ({ attempts }) => attempts?.[1]?.checked_at !== undefined);
    expect(ended).toMatchObject({ status: "cancelled", reason: "as it was told" });
  });
});

describe("a server with trainers", { timeout: 20_000 }, () => {
  it("ends them as it stops, if it is told to, and they can be resumed", async () => {
    using data = temporaryFolder();
    const recipes = { small: smallRecipe(["--save-every=3"]) };
    {
      await using server = await runServer(recipes, { stopTrainers: true, dataFolder: data.path });
      await server.start("run", "small");
      await server.until("run", ({ current_step }) => (current_step ?? 0) >= 9);
    }
    await using server = await runServer(recipes, { dataFolder: data.path });
    const paused = await server.read("run");
    expect(paused).toMatchObject({
      status: "paused",
      reason: "attempt 1 ended: the server was stopped",
      attempts: [{ ended_by: "TERM", is_clean: true, processes_left: 0 }],
    });
    await server.tell("run", "resume");
    await server.until("run", ({ status, attempt }) => status === "running" && attempt === 2);
    await server.tell("run", "cancel");
    await server.until("run", ({ attempts }) => attempts?.[1]?.checked_at !== undefined);
  });

  it("takes in what a trainer left in its spool, such as its last word", async () => {
    const record = '{"producer_id":"p","producer_seq":1,"current_step":7,"status":"completed"}';
    const script = `mkdir -p $TRAINWIRE_SPOOL_DIR/run/p; echo '${record}' > $TRAINWIRE_SPOOL_DIR/run/p/1.ndjson; printf '{"cut' >> $TRAINWIRE_SPOOL_DIR/run/p/1.ndjson`;
    const spools = `title: S\nlauncher: process\ncommand: [sh, -c, ${JSON.stringify(script)}]`;
    await using server = await runServer({ spools });
    await server.start("run", "spools");
    const ended = await server.until("run", ({ complete }) => complete);
    expect(ended).toMatchObject({ status: "completed", current_step: 7 });
  });

  it("gives each a token for its own training, which ends with its attempt", async () => {
    const shows = `title: T\nlauncher: process\ncommand: [sh, -c, "echo $TRAINWIRE_TOKEN; sleep 600"]`;
    using folder = recipeFolder({ shows });
    await using server = await tokenServer({ recipesFolder: folder.path });
    const json = { "content-type": "application/json" };
    const start = (token: string) =>
      server.ask("/api/v1/trainings", token, {
        method: "POST",
        headers: json,
        body: '{"train_id":"run","recipe":"shows"}',
      });
    expect((await start(server.tokens.publisher)).status).toBe(403);
    expect((await start(server.tokens.owner)).status).toBe(201);
    const publish = (trainId: string, token: string) =>
      server.ask(`/api/v1/trainings/${trainId}/updates`, token, {
        method: "POST",
        headers: json,
        body: '{"loss":1}',
      });
    let own = "";
    while (own === "") {
      const log = await server.ask("/api/v1/trainings/run/logs?after=0&wait_seconds=5", server.tokens.owner);
      own = ((await log.json()) as { text?: string }).text?.trim() ?? "";
    }
    expect((await publish("run", own)).status).toBe(200);
    expect((await publish("other", own)).status).toBe(403);
    expect((await server.ask("/api/v1/trainings/run", own)).status).toBe(403);
    const removed = await server.ask("/api/v1/trainings/run?force=true", server.tokens.owner, {
      method: "DELETE",
    });
    expect(removed.status).toBe(204);
    while ((await publish("run", own)).status !== 401);
  });
});
