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

/** How much else the machine did. */
export function noiseOf({ scenarios }: Results): Noise {
  const all = scenarios.flatMap(({ contenders }) =>
    contenders.flatMap(({ runs }) => runs.flatMap(({ measurement }) => measurement.otherCpus ?? [])),
  );
  const otherCpus = median(all) ?? 0;
  return { otherCpus, isBusy: otherCpus > quietCpus };
}
