import type { Dice } from "../harness/dice.ts";

/** What a record says beside its random values. */
export interface RecordFacts {
  readonly mark: string;
  readonly step: number;
  readonly attempt: number;
  readonly producer?: { readonly id: string; readonly seq: number };
  readonly status?: string;
  /** Names of metrics to pad the record with, for trainings that flood their viewers. */
  readonly metrics?: number;
  /** Whether to write it so that the server must refuse it. */
  readonly isBad?: boolean;
}

const bareTokens = ["NaN", "Infinity", "-Infinity", '"NaN"', "1e999"] as const;

/** The JSON text of a record as a trainer may write it: random numbers, absent fields, values that are not finite. */
export function recordText(dice: Dice, facts: RecordFacts): string {
  const { mark, step, attempt, producer, status } = facts;
  const fields = [`"phase":${JSON.stringify(mark)}`, `"current_step":${step}`, `"attempt":${attempt}`];
  if (facts.isBad) fields.push('"loss":"much"');
  else if (dice.percent(80)) fields.push(`"loss":${number(dice)}`);
  if (dice.percent(30)) fields.push(`"eval_loss":${number(dice)}`);
  if (dice.percent(30)) fields.push(`"total_steps":100000`);
  if (dice.percent(20)) fields.push(`"learning_rate":${dice.int(1, 99)}e-5`);
  if (dice.percent(20)) fields.push(`"progress":${dice.int(0, 1000) / 10}`);
  if (dice.percent(20)) fields.push(`"metrics":{"accuracy":${number(dice)},"a.b":${number(dice)}}`);
  else if (facts.metrics) fields.push(`"metrics":{${padding(dice, facts.metrics)}}`);
  if (dice.percent(10)) fields.push('"unheard_of":[1,{"a":null}]');
  if (status !== undefined) fields.push(`"status":"${status}"`);
  if (producer) fields.push(`"producer_id":"${producer.id}"`, `"producer_seq":${producer.seq}`);
  return `{${fields.join(",")}}`;
}

function number(dice: Dice): string {
  return dice.percent(4) ? dice.pick(bareTokens) : String(dice.int(-1_000_000, 1_000_000) / 1000);
}

function padding(dice: Dice, count: number): string {
  return Array.from({ length: count }, (_, index) => `"metric_${index}":${dice.int(0, 999_999_999)}`).join();
}
