import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Program, python, pythonHas } from "./harness/program.ts";
import { repository, ServerProcess } from "./harness/server-process.ts";
import { WatchedTraining } from "./harness/watched-training.ts";

const withoutTorch = !pythonHas("torch") && process.env["CI"] === undefined;
if (withoutTorch) console.warn("skipping the trainer that pauses in place: pip install torch");

const tiny = ["--smoke", "--device", "cpu", "--width", "32", "--layers", "1", "--eval-every", "1000000"];

describe.skipIf(withoutTorch)("a trainer that no launcher started", () => {
  it("saves, pauses, outlives the server, goes on where it stood, and is cancelled", async () => {
    await using server = await ServerProcess.start("--no-demo", "--heartbeat-seconds", "1");
    await server.publish("in-place", []);
    const training = new WatchedTraining(server, "in-place");
    const folder = join(server.folder, "trainer");
    await using trainer = new Program(
      python,
      ["-m", "pytorch_trainer", ...tiny, "--steps", "1000000", "--url", server.url, "--train-id", "in-place"],
      {
        PYTHONPATH: ["sdks/python/src", "trainers/pytorch"].map((path) => join(repository, path)).join(":"),
        TRAINWIRE_RUN_DIR: folder,
        TRAINWIRE_SPOOL_DIR: join(folder, "spool"),
      },
    );
    await training.untilStep(5);
    await training.obeys("checkpoint");
    await training.obeys("pause");
    const saved = training.reports.findLast(({ checkpoint }) => checkpoint)?.checkpoint;
    expect(readdirSync(join(folder, "checkpoints"))).toContain(`step-${saved?.step}.pt`);

    await server.killAndRestart();
    await training.obeys("resume");
    const goneOn = await training.until("a further step", ({ data }) => data.details.loss !== undefined);
    expect(goneOn.data.details.current_step).toBe((saved?.step ?? 0) + 1);

    await training.obeys("cancel");
    expect((await training.untilStatus("cancelled")).data.health).toBe("ok");
    expect(await trainer.ended, trainer.output).toBe(0);
    expect(await training.commands()).toEqual([
      "checkpoint done",
      "pause done",
      "resume done",
      "cancel done",
    ]);
    const steps = [...training.losses().keys()];
    expect(steps).toEqual(Array.from(steps, (_, index) => index + 1));
  });
});
