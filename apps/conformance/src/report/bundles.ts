import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CaseResult, isRed } from "../verdict.ts";
import { type ChallengedRun, challengeOf } from "./challenge.ts";

/** What a bundle tells beside the case. */
export interface BundleContext {
  /** The last that the target wrote, if the suite started it. */
  readonly log: string | undefined;
  /** The command line that plays one case again. */
  readonly repro: (caseId: string) => string;
  readonly run: ChallengedRun;
}

/** Leaves a folder for every case that is red: what passed, what the target wrote, how to play it again, and how to challenge it. */
export async function writeBundles(
  folder: string,
  results: readonly CaseResult[],
  { log, repro, run }: BundleContext,
): Promise<void> {
  for (const result of results) {
    const { header, verdict, message, frames, durationMs } = result;
    if (!isRed(verdict)) continue;
    const own = join(folder, header.id);
    await mkdir(own, { recursive: true });
    const about = { ...header, verdict, message, duration_ms: Math.round(durationMs) };
    await writeFile(join(own, "case.json"), `${JSON.stringify(about, undefined, 2)}\n`);
    await writeFile(join(own, "frames.ndjson"), frames.map((frame) => `${JSON.stringify(frame)}\n`).join(""));
    await writeFile(join(own, "challenge.md"), challengeOf(result, run));
    if (log !== undefined) await writeFile(join(own, "target.log"), log);
    const script = `#!/bin/sh\n# Plays ${header.id} again. A token is taken from TRAINWIRE_TOKEN.\nexec ${repro(header.id)}\n`;
    await writeFile(join(own, "repro.sh"), script, { mode: 0o755 });
  }
}
