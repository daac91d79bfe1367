import type { Results } from "../results.ts";
import { type Summary, summarise } from "../summary.ts";
import { short } from "./table.ts";

/** What the server is held to, and what was found. */
export interface GoalOutcome {
  readonly goal: string;
  readonly limit: string;
  readonly found: string;
  readonly isMet: boolean;
}

interface Goal {
  readonly goal: string;
  /** The figure has to be at most this. */
  readonly limit: number;
  readonly unit: string;
  find(results: Results): number | undefined;
}

const goals: readonly Goal[] = [
  ratioGoal("1 training × 1000 viewers, saturated: CPU relative to naive ws", "fan-out-1x1000", 0.25),
  ratioGoal("1 × 1000 at 20 updates/s: CPU relative to naive ws", "fan-out-1x1000-rate", 0.75),
  ratioGoal("100 × 10, saturated, in batches: CPU relative to naive ws", "fan-out-100x10", 0.66, 16),
  ratioGoal(
    "many trainings to a viewer: a delivery relative to one `ws.send`",
    "many-trainings-many",
    0.2,
    16,
  ),
  latencyGoal("20,000 deliveries/s: p50", "p50", 6),
  latencyGoal("20,000 deliveries/s: p99", "p99", 20),
  {
    goal: "memory per idle viewer",
    limit: 12,
    unit: " KB",
    find: (results) => of(results, "memory", "trainwire")?.kilobytesPerViewer?.median,
  },
];

/** The goals that the results have something to say about. */
export function goalOutcomes(results: Results): GoalOutcome[] {
  return goals.flatMap((each) => {
    const { goal, limit, unit } = each;
    const found = each.find(results);
    if (found === undefined) return [];
    return [{ goal, limit: `≤ ${limit}${unit}`, found: `${short(found)}${unit}`, isMet: found <= limit }];
  });
}

/** @param batch updates of a request; default 1 */
function ratioGoal(goal: string, scenario: string, ...[limit, batch]: [number, number?]): Goal {
  const contender = batch === undefined ? "trainwire" : `trainwire-batch-${batch}`;
  return { goal, limit, unit: "", find: (results) => of(results, scenario, contender)?.ratio?.median };
}

function latencyGoal(goal: string, quantile: "p50" | "p99", limit: number): Goal {
  return {
    goal,
    limit,
    unit: " ms",
    find: (results) => of(results, "fan-out-1x1000-rate", "trainwire")?.latencyMs?.[quantile],
  };
}

function of(results: Results, scenarioId: string, contenderId: string): Summary | undefined {
  const scenario = results.scenarios.find(({ id }) => id === scenarioId);
  return scenario && summarise(scenario).find(({ contender }) => contender.id === contenderId);
}
