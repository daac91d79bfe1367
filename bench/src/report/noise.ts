import { median } from "d3-array";
import type { Results } from "../results.ts";

/** Above this many CPUs of other work, figures are those of a busy machine. */
const quietCpus = 0.1;

/** How much else the machine did while it was measured. */
export interface Noise {
  /** CPUs that other work took, the median over all runs. */
  readonly otherCpus: number;
  readonly isBusy: boolean;
}

/** How much else the machine did; undefined if no run could tell. */
export function noiseOf({ scenarios }: Results): Noise | undefined {
  const all = scenarios.flatMap(({ contenders }) =>
    contenders.flatMap(({ runs }) => runs.flatMap(({ measurement }) => measurement.otherCpus ?? [])),
  );
  const otherCpus = median(all);
  return otherCpus === undefined ? undefined : { otherCpus, isBusy: otherCpus > quietCpus };
}
