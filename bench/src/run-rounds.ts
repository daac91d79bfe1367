import { BenchError } from "./errors.ts";
import type { Harness } from "./harness/harness.ts";
import type { Measurement } from "./measurement.ts";
import type { ContenderResult, ScenarioResult } from "./results.ts";
import type { Contender, Scenario } from "./scenarios/scenario.ts";

/** One run that is over. */
export interface FinishedRun {
  readonly scenario: Scenario;
  readonly contender: Contender;
  readonly round: number;
  readonly measurement: Measurement;
}

/** What `runRounds` works with. */
export interface RoundsContext {
  readonly harness: Harness;
  readonly signal: AbortSignal;
  /** How many runs there will be. */
  onPlan(runs: number): void;
  onRun(run: FinishedRun): void;
}

interface Planned {
  readonly scenario: Scenario;
  readonly able: readonly Contender[];
  readonly result: ScenarioResult;
}

/**
 * Runs all contenders of all scenarios in interleaved rounds: every scenario once, then every scenario again, and
 * within a scenario the contenders next to each other, in turning order. A slow spell of the machine so falls on all.
 *
 * @throws BenchError `interrupted`, or what a run failed with
 */
export async function runRounds(
  scenarios: readonly Scenario[],
  context: RoundsContext,
): Promise<ScenarioResult[]> {
  const planned = await Promise.all(scenarios.map(plan));
  context.onPlan(planned.reduce((sum, { scenario, able }) => sum + scenario.rounds * able.length, 0));
  const rounds = Math.max(0, ...scenarios.map((scenario) => scenario.rounds));
  for (let round = 1; round <= rounds; round += 1) {
    for (const each of planned) if (round <= each.scenario.rounds) await runRound(each, round, context);
  }
  return planned.map(({ result }) => result);
}

async function plan(scenario: Scenario): Promise<Planned> {
  const { id, title, what, unit, latency, reference } = scenario;
  const reasons = await Promise.all(scenario.contenders.map((contender) => contender.whyNot()));
  const able = scenario.contenders.filter((_, index) => reasons[index] === undefined);
  const leftOut = scenario.contenders.flatMap((contender, index) => {
    const reason = reasons[index];
    return reason === undefined ? [] : [{ title: contender.title, reason }];
  });
  const contenders = able.map(({ id, title, note }): ContenderResult => ({ id, title, note, runs: [] }));
  const result = {
    id,
    title,
    what,
    unit,
    contenders,
    leftOut,
    ...(latency !== undefined && { latency }),
    ...(reference !== undefined && { reference }),
  };
  return { scenario, able, result };
}

async function runRound({ scenario, able, result }: Planned, round: number, context: RoundsContext) {
  const inOrder = round % 2 === 1 ? able : able.toReversed();
  for (const contender of inOrder) {
    if (context.signal.aborted) throw new BenchError("interrupted", "The benchmark was cut short.");
    const at = new Date().toISOString();
    const measurement = await contender.measure(context.harness);
    result.contenders.find(({ id }) => id === contender.id)?.runs.push({ round, at, measurement });
    context.onRun({ scenario, contender, round, measurement });
  }
}
