import { appendFileSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TrainingsPage, UpdatesPage } from "@trainwire/protocol";
import { expect, it } from "vitest";
import { ServerProcess } from "./harness/server-process.ts";

const steps = 20_000;
const linesAtOnce = 500;

it("a server that is killed again and again while it follows a file loses no line and stores none twice", async () => {
  const folder = mkdtempSync(join(tmpdir(), "trainwire-watched-"));
  const file = join(folder, "run.jsonl");
  try {
    await using server = await ServerProcess.start("--watch", folder);
    for (let from = 1; from <= steps; from += linesAtOnce) {
      const lines = Array.from(
        { length: linesAtOnce },
        (_, index) => `{"step":${from + index},"loss":0.5}\n`,
      );
      appendFileSync(file, lines.join(""));
      // Rotated now and then, and killed with whatever of it is stored by then.
      if (from % 5000 === 1 && from > 1) rotate(file);
      if (from % 4000 === 1) await server.killAndRestart();
    }
    const { id } = await reached(server, steps);
    expect(await reportedSteps(server, id)).toEqual(Array.from({ length: steps }, (_, index) => index + 1));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** As logrotate does with dates. */
function rotate(file: string): void {
  rotations += 1;
  renameSync(file, `${file}-2026112${rotations}`);
}
let rotations = 0;

/** The training of the folder, once it stands at a step. */
async function reached(server: ServerProcess, step: number): Promise<{ id: string }> {
  for (;;) {
    const page = (await (await fetch(`${server.url}/api/v1/trainings`)).json()) as TrainingsPage;
    const training = page.trainings.find(({ name }) => name === "run.jsonl");
    if (training && training.current_step === step) return { id: training.job_id };
    const after = training ? `?after_seq=${training.seq}&wait_seconds=1` : "";
    await fetch(`${server.url}/api/v1/trainings/${training?.job_id ?? "none"}/updates${after}`);
  }
}

async function reportedSteps(server: ServerProcess, id: string): Promise<number[]> {
  const found: number[] = [];
  for (let after = 0; ; ) {
    const answer = await fetch(`${server.url}/api/v1/trainings/${id}/updates?after_seq=${after}&limit=5000`);
    const page = (await answer.json()) as UpdatesPage;
    if (page.updates.length === 0) return found;
    for (const { data } of page.updates) {
      if (typeof data.details.current_step === "number") found.push(data.details.current_step);
    }
    after = page.next_after_seq;
  }
}
