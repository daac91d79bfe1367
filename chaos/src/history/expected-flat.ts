import { isDeepStrictEqual } from "node:util";
import type { LoggedUpdate } from "./history.ts";
import { dataOf, isTerminal } from "./stored-data.ts";

const fourteen = [
  "status",
  "progress",
  "current_epoch",
  "total_epochs",
  "current_step",
  "total_steps",
  "loss",
  "eval_loss",
  "samples_per_second",
  "gpu_memory_allocated_gb",
  "eta_seconds",
  "timestamp",
];

/** Fields that are not carried forward one by one. */
const special = new Set(["metrics", "nonfinite", "event", "progress", "status", "complete"]);

interface Carried {
  readonly fields: Record<string, unknown>;
  readonly nonfinite: ReadonlyMap<string, string>;
}

/**
 * What flat messages must say, worked out from the log by the words of PROTOCOL.md and by nothing of the server's:
 * `mismatch` names the first field of a flat message that is not the state after the update of its seq.
 */
export class ExpectedFlat {
  readonly #states: Carried[] = [];

  constructor(trainId: string, log: readonly LoggedUpdate[]) {
    const unknown = Object.fromEntries(fourteen.map((name) => [name, null]));
    let state: Carried = { fields: { ...unknown, job_id: trainId }, nonfinite: new Map() };
    for (const update of log) {
      state = carry(state, update);
      this.#states.push(state);
    }
  }

  /** The first field that differs, with both values; undefined if none does. */
  mismatch(seq: number, text: string): string | undefined {
    const state = this.#states[seq - 1];
    if (!state) return `there is no seq ${seq}`;
    const { nonfinite, stream_id: _stream, ...message } = JSON.parse(text) as Record<string, unknown>;
    const names = new Set([...Object.keys(message), ...Object.keys(state.fields)]);
    for (const name of names) {
      const wanted = state.fields[name];
      if (!isDeepStrictEqual(message[name], wanted))
        return `${name} is ${JSON.stringify(message[name])}, not ${JSON.stringify(wanted)}`;
    }
    const listed = new Map(entriesOf(nonfinite));
    return isDeepStrictEqual(listed, state.nonfinite)
      ? undefined
      : `nonfinite is ${JSON.stringify(nonfinite)}`;
  }
}

function carry(state: Carried, { seq, text }: LoggedUpdate): Carried {
  const data = dataOf(text);
  const { details, ...headline } = data;
  const { event: _past, ...fields } = state.fields;
  for (const [name, value] of Object.entries(details)) if (!special.has(name)) fields[name] = value;
  Object.assign(fields, headline, { seq, complete: isTerminal(data) });
  const metrics = details["metrics"] as Record<string, unknown> | undefined;
  if (metrics) fields["metrics"] = { ...(fields["metrics"] as object | undefined), ...metrics };
  if (details["event"] !== undefined) fields["event"] = details["event"];
  const nonfinite = new Map(state.nonfinite);
  for (const name of Object.keys(details)) nonfinite.delete(name);
  for (const name of Object.keys(metrics ?? {})) nonfinite.delete(`metrics.${name}`);
  for (const [name, value] of entriesOf(details["nonfinite"])) nonfinite.set(name, value);
  return { fields, nonfinite };
}

function entriesOf(nonfinite: unknown): [string, string][] {
  const entries = (nonfinite ?? []) as { name: string; value: string }[];
  return entries.map(({ name, value }) => [name, value]);
}
