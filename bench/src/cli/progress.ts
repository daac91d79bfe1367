import pc from "picocolors";
import { isSound } from "../measurement.ts";
import { short } from "../report/table.ts";
import type { FinishedRun } from "../run-rounds.ts";

/** Tells on stderr what has run, a line a run. */
export class Progress {
  #planned = 0;
  #done = 0;

  /** How many runs there will be. */
  plan(runs: number): void {
    this.#planned = runs;
  }

  tell({ scenario, contender, round, measurement }: FinishedRun): void {
    this.#done += 1;
    const { cpuSecondsPerMillion, perSecond, latencyMs, kilobytesPerViewer, lost, repeated, faults } =
      measurement;
    const facts = [
      cpuSecondsPerMillion !== undefined && `${short(cpuSecondsPerMillion)} CPU-s/M`,
      perSecond !== undefined && `${Math.round(perSecond).toLocaleString("en")}/s`,
      latencyMs && `p50 ${short(latencyMs.p50)} p99 ${short(latencyMs.p99)} ms`,
      kilobytesPerViewer !== undefined && `${short(kilobytesPerViewer)} KB/viewer`,
    ].filter((fact) => typeof fact === "string");
    const trouble = isSound(measurement)
      ? ""
      : pc.red(` LOST ${lost}, REPEATED ${repeated}, FAULTS ${faults}`);
    const place = `[${this.#done}/${this.#planned}] ${scenario.id} #${round}`;
    process.stderr.write(`${pc.dim(place)} ${contender.title}: ${facts.join(", ")}${trouble}\n`);
  }
}
