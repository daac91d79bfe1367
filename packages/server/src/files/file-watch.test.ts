import { copyFileSync, renameSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TrainingSummary } from "@trainwire/protocol";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { settledSteps, steps, training, updates, watching } from "../testing/watched-folder.ts";

const line = (step: number, more = {}) => `${JSON.stringify({ step, loss: 1 / step, ...more })}\n`;
const at = (step: number) => (each: TrainingSummary) => each.current_step === step;

describe("a watched progress file", () => {
  it("becomes a training, line by line as they are written", async () => {
    await using watched = await watching();
    const { server } = watched;
    watched.write("runs/a.jsonl", line(1, { lr: 0.1, note: "x", entropy: 2 }));
    const first = await training(server, "runs/a.jsonl");
    expect(first).toMatchObject({
      current_step: 1,
      learning_rate: 0.1,
      metrics: { entropy: 2 },
      status: "running",
    });
    watched.append("runs/a.jsonl", line(2).slice(0, 5));
    watched.append("runs/a.jsonl", line(2).slice(5) + line(3));
    await training(server, "runs/a.jsonl", at(3));
    expect(await steps(server, first.job_id)).toEqual([1, 2, 3]);
  });

  it("keeps what is not finite, passes over a byte order mark and ends with complete", async () => {
    await using watched = await watching();
    watched.write(
      "b.jsonl",
      '\uFEFF{"step":1,"loss":NaN,"metrics":{"x":-Infinity}}\nbroken\n{"complete":true}\n',
    );
    const ended = await training(watched.server, "b.jsonl", (each) => each.complete);
    expect(ended).toMatchObject({ status: "completed", loss: null });
    const [first] = await updates(watched.server, ended.job_id);
    expect(first?.data.details.nonfinite).toEqual([
      { name: "loss", value: "NaN" },
      { name: "metrics.x", value: "-Infinity" },
    ]);
  });

  it("publishes records to the trainings that they name", async () => {
    await using watched = await watching();
    watched.write(
      "all.jsonl",
      line(1, { job_id: "job_a" }) + line(7, { train_id: "job_b" }) + line(2, { job_id: "job_a" }),
    );
    await watched.server.get("/api/v1/trainings");
    const ofA = await settledSteps(watched.server, "job_a", 2);
    expect(ofA).toEqual([1, 2]);
    expect(await steps(watched.server, "job_b")).toEqual([7]);
  });

  it("is no training if its records tell of none", async () => {
    await using watched = await watching();
    watched.write("data.jsonl", '{"text":"a","label":1}\n'.repeat(300));
    watched.write("run.jsonl", line(1));
    await training(watched.server, "run.jsonl");
    watched.write("later.jsonl", line(1));
    await training(watched.server, "later.jsonl");
    const page = (await (await watched.server.get("/api/v1/trainings")).json()) as {
      trainings: TrainingSummary[];
    };
    expect(new Set(page.trainings.map(({ name }) => name))).toEqual(new Set(["later.jsonl", "run.jsonl"]));
  });

  it("goes on in the file that rotation puts in its place, and reads the rest of the old one", async () => {
    await using watched = await watching();
    const { server, path } = watched;
    watched.write("r.jsonl", line(1));
    const { job_id } = await training(server, "r.jsonl", at(1));
    watched.append("r.jsonl", line(2));
    renameSync(path("r.jsonl"), path("r.jsonl.1"));
    watched.write("r.jsonl", line(3));
    await training(server, "r.jsonl", at(3));
    renameSync(path("r.jsonl.1"), path("r.jsonl.2"));
    renameSync(path("r.jsonl"), path("r.jsonl.1"));
    watched.write("r.jsonl", line(4));
    await training(server, "r.jsonl", at(4));
    expect(await steps(server, job_id)).toEqual([1, 2, 3, 4]);
  });

  it("takes a copy that rotation makes for no new records, and what follows the cut for new ones", async () => {
    await using watched = await watching();
    const { server, path } = watched;
    watched.write("c.jsonl", line(1) + line(2));
    const { job_id } = await training(server, "c.jsonl", at(2));
    copyFileSync(path("c.jsonl"), path("c.jsonl.1"));
    watched.append("c.jsonl", line(3));
    await training(server, "c.jsonl", at(3));
    copyFileSync(path("c.jsonl"), path("c.jsonl.1"));
    truncateSync(path("c.jsonl"));
    watched.append("c.jsonl", line(4));
    await training(server, "c.jsonl", at(4));
    expect(await steps(server, job_id)).toEqual([1, 2, 3, 4]);
  });

  it("that is written anew with the same first line raises the attempt", async () => {
    await using watched = await watching();
    const { server } = watched;
    watched.write("t.jsonl", line(1) + line(2) + line(3));
    const { job_id } = await training(server, "t.jsonl", at(3));
    watched.write("t.jsonl", line(1));
    await training(server, "t.jsonl", at(1));
    watched.append("t.jsonl", line(2));
    expect(await training(server, "t.jsonl", at(2))).toMatchObject({ attempt: 2 });
    expect(await steps(server, job_id)).toEqual([1, 2, 3, 1, 2]);
  });

  it("begins the next training if it begins anew after its end", async () => {
    await using watched = await watching();
    const { server } = watched;
    watched.write("e.jsonl", `${line(1)}${line(2)}{"complete":true}\n{"eval_loss":1}\n`);
    const ended = await training(server, "e.jsonl", (each) => each.complete);
    watched.append("e.jsonl", line(1));
    const next = await training(server, "e.jsonl", at(1));
    expect(next).toMatchObject({ job_id: `${ended.job_id}.2`, complete: false, attempt: 1 });
    expect(await steps(server, ended.job_id)).toEqual([1, 2, undefined]);
  });

  it("that was left alone long ago is paused, not late, and runs again when it is written to", async () => {
    await using watched = await watching();
    const { server, path } = watched;
    // Put in its place when it is old already.
    const folder = temporaryFolder();
    const old = join(folder.path, "o.jsonl");
    writeFileSync(old, line(1));
    utimesSync(old, 1_700_000_000, 1_700_000_000);
    renameSync(old, path("o.jsonl"));
    const paused = await training(server, "o.jsonl", (each) => each.status === "paused");
    expect(paused.reason).toBe("its files were last written at 2023-11-14T22:13:20.000Z");
    watched.append("o.jsonl", line(2));
    expect(await training(server, "o.jsonl", at(2))).toMatchObject({ status: "running", attempt: 1 });
    folder[Symbol.dispose]();
  });

  it("is followed by looking at it where the system tells of no changes", async () => {
    await using watched = await watching({ watchPoll: true });
    watched.write("p.jsonl", line(1));
    await training(watched.server, "p.jsonl", at(1));
    watched.append("p.jsonl", line(2));
    await training(watched.server, "p.jsonl", at(2));
  });

  it("stores nothing twice when its server starts again", async () => {
    await using watched = await watching();
    watched.write("s.jsonl", line(1) + line(2));
    await training(watched.server, "s.jsonl", at(2));
    await watched.restart();
    watched.append("s.jsonl", line(3));
    const { job_id } = await training(watched.server, "s.jsonl", at(3));
    expect(await steps(watched.server, job_id)).toEqual([1, 2, 3]);
  });

  it("that is too long for a line loses that line alone", async () => {
    await using watched = await watching();
    watched.write("l.jsonl", `${line(1)}{"x":"${"y".repeat(3_000_000)}"}\n${line(2)}`);
    const { job_id } = await training(watched.server, "l.jsonl", at(2));
    expect(await steps(watched.server, job_id)).toEqual([1, 2]);
  });
});
