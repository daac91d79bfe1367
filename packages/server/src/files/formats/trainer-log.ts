import { parseJson } from "@trainwire/protocol";
import { type FieldTable, toFields } from "./field-table.ts";
import type { Fields } from "./file-record.ts";
import { objectOf } from "./json-lines.ts";

/** LLaMA-Factory's `trainer_log.jsonl`. */
const table: FieldTable = {
  current_steps: "current_step",
  total_steps: "total_steps",
  loss: "loss",
  eval_loss: "eval_loss",
  lr: "learning_rate",
  learning_rate: "learning_rate",
  epoch: "current_epoch",
  percentage: "progress",
  elapsed_time: "elapsed_seconds",
  remaining_time: "eta_seconds",
  throughput: "tokens_per_second",
};

/** Reads a line of it. Undefined for a blank one. @throws SyntaxError, TypeError if it is no record. */
export function readLogLine(text: string): Fields | undefined {
  if (text.trim() === "") return undefined;
  const entries = Object.entries(objectOf(parseJson(text)));
  return toFields(
    entries.map(([name, value]) => [name, name.endsWith("_time") ? secondsOf(value) : value] as const),
    table,
  );
}

/** Python's `str(timedelta)`: `0:01:10`, `1 day, 2:03:04`. Numbers stay; undefined if it is neither. */
function secondsOf(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const parts = /^(?:(\d+) days?, )?(\d+):(\d{2}):(\d{2}(?:\.\d+)?)$/.exec(value);
  if (!parts) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

/** Whether its last line says that all steps are done. */
export function isDone(fields: Fields): boolean {
  const { current_step: step, total_steps: total } = fields;
  return typeof step === "number" && typeof total === "number" && total > 0 && step >= total;
}
