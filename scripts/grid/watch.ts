import { GridError } from "./errors.ts";
import { type Ending, Program } from "./program.ts";

/** How many updates are published to a watching program, the end among them. */
export const updates = 20;
const firstLineMs = 20_000;
const endMs = 30_000;

/** A program that watches a training to its end. */
export interface Watcher {
  readonly command: (url: string, trainId: string) => readonly string[];
  /** What it prints of the first update. */
  readonly firstLine: RegExp;
  /** What is wrong with what it printed; undefined if nothing is. */
  readonly problemOf: (ending: Ending) => string | undefined;
}

/**
 * Lets a program watch a training whose first update is there before it, and the others come while it watches.
 *
 * @throws GridError `no_answer` if the server refuses a report, or the program never prints.
 */
export async function watch(watcher: Watcher, url: string): Promise<string | undefined> {
  const trainId = `grid-${crypto.randomUUID()}`;
  await publish(url, trainId, 1);
  await using program = new Program(watcher.command(url, trainId));
  await program.prints(watcher.firstLine, firstLineMs);
  for (let step = 2; step <= updates; step += 1) await publish(url, trainId, step);
  const ending = await program.end(endMs);
  if (ending.exitCode !== 0) return `it ended with ${ending.exitCode ?? "no end"}: ${ending.output}`;
  return watcher.problemOf(ending);
}

/** What an older trainer reports: the wire's first form, one record a request. */
function reportOf(step: number): Record<string, unknown> {
  const status = step === updates ? "completed" : "running";
  return { status, current_step: step, total_steps: updates, loss: 1 / step, samples_per_second: 3.2 };
}

async function publish(url: string, trainId: string, step: number): Promise<void> {
  const answer = await fetch(`${url}/api/v1/trainings/${trainId}/updates`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(reportOf(step)),
  });
  if (answer.ok) return;
  throw new GridError("no_answer", `a report was answered ${answer.status}: ${await answer.text()}`);
}
