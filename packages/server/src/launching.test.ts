import { describe, expect, it } from "vitest";
import { runServer, smallRecipe } from "./testing/run-server.ts";

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
