import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { TrainingSummary, TrainingsPage } from "@trainwire/protocol";
import { describe, expect, it } from "vitest";
import { systemClock } from "../core/clock.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { testServer } from "../testing/test-server.ts";
import { steps, training, updates, watching } from "../testing/watched-folder.ts";

const fixtures = join(import.meta.dirname, "../../fixtures/files");
const has = (fields: Partial<TrainingSummary>) => (each: TrainingSummary) =>
  Object.entries(fields).every(([name, value]) => each[name as keyof TrainingSummary] === value);

describe("a folder of TensorBoard's event files", () => {
  const events = join(fixtures, "event-files");
  const [first = "", second = ""] = readdirSync(events).sort();

  it("is one training, followed while its files are cut anywhere", async () => {
    await using watched = await watching();
    const bytes = readFileSync(join(events, first));
    const half = Math.floor(bytes.length / 2);
    watched.write("tb/run/unrelated.txt", "");
    appendFileSync(watched.path(`tb/run/${first}`), bytes.subarray(0, half));
    const { job_id } = await training(watched.server, "tb/run");
    appendFileSync(watched.path(`tb/run/${first}`), bytes.subarray(half));
    await training(watched.server, "tb/run", has({ current_step: 6, attempt: 1 }));
    copyFileSync(join(events, second), watched.path(`tb/run/${second}`));
    const resumed = await training(watched.server, "tb/run", has({ current_step: 6, attempt: 2 }));
    expect(resumed).toMatchObject({ loss: null, tags: ["tensorboard"], expect_next_in_seconds: 300 });
    const reported = (await steps(watched.server, job_id)).filter((step) => step !== undefined);
    expect(new Set(reported.slice(0, -2))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    expect(reported.slice(-2)).toEqual([5, 6]);
  });
});

describe("an output folder of Hugging Face's Trainer", () => {
  const state = (name: string) => join(fixtures, "trainer-states", name, "trainer_state.json");
  /** As the Trainer's own writes would, whole and by rename. */
  const put = (from: string, to: string) => {
    copyFileSync(from, `${to}.tmp`);
    renameSync(`${to}.tmp`, to);
  };

  it("is one training, whose entries are each taken once, also those of a resumed run", async () => {
    await using watched = await watching();
    const { server, path } = watched;
    put(state("first/checkpoint-4"), path("out/checkpoint-4/trainer_state.json"));
    const { job_id } = await training(server, "out", has({ current_step: 4 }));
    put(state("first/checkpoint-6"), path("out/checkpoint-6/trainer_state.json"));
    await training(server, "out", has({ current_step: 6, attempt: 1 }));
    expect(await steps(server, job_id)).toEqual([2, 4, 4, 6]);
    put(state("resumed"), path("out/trainer_state.json"));
    const ended = await training(server, "out", has({ complete: true }));
    expect(ended).toMatchObject({ status: "completed", total_steps: 8, total_epochs: 2, eval_loss: 0.6 });
    expect(await steps(server, job_id)).toEqual([2, 4, 4, 6, 6, 8, 8, undefined]);
  });

  it("that resumes from an older checkpoint goes back in the next attempt, also after the server was away", async () => {
    await using watched = await watching();
    const { server, path } = watched;
    put(state("first/checkpoint-6"), path("out/checkpoint-6/trainer_state.json"));
    const { job_id } = await training(server, "out", has({ current_step: 6 }));
    await watched.restart();
    const text = readFileSync(state("resumed/checkpoint-6"), "utf8").replace(/"step": 6\b/, '"step": 5');
    watched.write("out/checkpoint-6/trainer_state.json", text);
    await training(watched.server, "out", has({ current_step: 5, attempt: 2 }));
    const told = await updates(watched.server, job_id);
    expect(told.map(({ data }) => [data.attempt, data.details.current_step])).toEqual([
      [1, 2],
      [1, 4],
      [1, 4],
      [1, 6],
      [2, 5],
    ]);
    expect(told.at(-1)?.data.details.nonfinite).toEqual([{ name: "grad_norm", value: "NaN" }]);
  });

  it("is completed if all steps are done and nothing is written any more", async () => {
    // Five minutes after whatever is written.
    const clock = { ...systemClock, nowMs: () => Date.now() + 300_000 };
    await using watched = await watching({ clock });
    const unsaid = readFileSync(state("resumed"), "utf8").replace("train_runtime", "train_time");
    watched.write("out/checkpoint-8/trainer_state.json", unsaid);
    const ended = await training(watched.server, "out", has({ complete: true }));
    expect(ended).toMatchObject({ status: "completed", current_step: 8, metrics: { train_time: 9.5 } });
  });

  it("of LLaMA-Factory is read from its log", async () => {
    await using watched = await watching();
    cpSync(join(fixtures, "trainer-states/first"), watched.path("out"), { recursive: true });
    const line = (step: number) =>
      `${JSON.stringify({ current_steps: step, total_steps: 8, loss: 1, lr: 1e-4, elapsed_time: "0:00:02" })}\n`;
    watched.write("out/trainer_log.jsonl", line(1));
    const { job_id } = await training(watched.server, "out", has({ current_step: 1 }));
    watched.append("out/trainer_log.jsonl", line(2));
    await training(watched.server, "out", has({ current_step: 2, elapsed_seconds: 2, progress: 25 }));
    expect((await steps(watched.server, job_id)).slice(-2)).toEqual([1, 2]);
  });
});

it("a link is not followed, and a pipe holds up nobody", async () => {
  await using watched = await watching();
  using outside = temporaryFolder();
  writeFileSync(join(outside.path, "secret.jsonl"), '{"step":7}\n');
  symlinkSync(join(outside.path, "secret.jsonl"), watched.path("link.jsonl"));
  execFileSync("mkfifo", [watched.path("pipe.jsonl")]);
  watched.write("later.jsonl", '{"step":1}\n');
  await training(watched.server, "later.jsonl");
  const page = (await (await watched.server.get("/api/v1/trainings")).json()) as TrainingsPage;
  expect(page.trainings.map(({ name }) => name)).toEqual(["later.jsonl"]);
});

it("a folder to watch that is not there is told at the start", async () => {
  await expect(testServer({ watchFolders: ["/nowhere/at/all"] })).rejects.toThrow(
    "--watch /nowhere/at/all: there is no such folder",
  );
});

it("nothing is written to a watched folder", async () => {
  await using watched = await watching();
  watched.write("a.jsonl", '{"step":1}\n');
  const before = statSync(watched.path("a.jsonl"));
  await training(watched.server, "a.jsonl", has({ current_step: 1 }));
  expect(readdirSync(watched.path("."))).toEqual(["a.jsonl"]);
  expect(statSync(watched.path("a.jsonl")).mtimeMs).toBe(before.mtimeMs);
});
