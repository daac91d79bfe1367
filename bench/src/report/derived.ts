import { isSound } from "../measurement.ts";
import type { ContenderResult, Results } from "../results.ts";
import { manyTrainings } from "../scenarios/many-trainings.ts";
import { type Spread, spread } from "../summary.ts";

/** What one more delivery costs, without the ingest of its update. */
export interface DeliveryCost {
  readonly title: string;
  /** CPU microseconds per update and viewer. */
  readonly microseconds: Spread;
}

/**
 * The cost of a delivery alone, had from the two scenarios of many trainings: what an update costs with many
 * viewers less what it costs with one, divided by the viewers that are more. Paired by round.
 */
export function deliveryCosts({ scenarios }: Results): DeliveryCost[] {
  const one = scenarios.find(({ id }) => id === manyTrainings.oneViewer);
  const fifty = scenarios.find(({ id }) => id === manyTrainings.fiftyViewers);
  if (!one || !fifty) return [];
  const { viewers = 1 } = fifty;
  return fifty.contenders.flatMap((contender) => {
    const alone = one.contenders.find(({ id }) => id === contender.id);
    const costs = contender.runs.map(({ round }) => {
      const [many, single] = [cost(contender, round), alone && cost(alone, round)];
      if (many === undefined || single === undefined) return undefined;
      return (many * viewers - single) / (viewers - 1);
    });
    const microseconds = spread(costs);
    return microseconds ? [{ title: contender.title, microseconds }] : [];
  });
}

function cost({ runs }: ContenderResult, round: number): number | undefined {
  const measurement = runs.find((run) => run.round === round)?.measurement;
  return measurement && isSound(measurement) ? measurement.cpuSecondsPerMillion : undefined;
}
