import { countFields, measuredFields, parseJson, parseReport } from "@trainwire/protocol";
import { type FieldTable, toFields } from "./field-table.ts";
import type { Fields } from "./file-record.ts";

const reported = [
  ...Object.keys(measuredFields),
  ...Object.keys(countFields),
  ..."train_id job_id producer_id producer_seq attempt status complete timestamp phase reason checkpoint nonfinite".split(
    " ",
  ),
];

/** A progress file holds reports; the short names are those of the Python SDK. */
const table: FieldTable = {
  ...Object.fromEntries(reported.map((name) => [name, name])),
  metrics: "metrics",
  step: "current_step",
  epoch: "current_epoch",
  lr: "learning_rate",
};

/** What a server's own messages hold beside reports: no metric of anybody. */
const passedOver = new Set(["seq"]);

/** Reads a line of a progress file. Undefined for a blank one. @throws SyntaxError, TypeError if it is no record. */
export function readLine(text: string): Fields | undefined {
  if (text.trim() === "") return undefined;
  const entries = Object.entries(objectOf(parseJson(text))).filter(([name]) => !passedOver.has(name));
  const { metrics: given, ...fields } = toFields(
    entries.filter(([name]) => name !== "metrics"),
    table,
  );
  const own = entries.find(([name]) => name === "metrics")?.[1];
  const metrics = typeof own === "object" && own !== null ? { ...(given as object), ...own } : given;
  return metrics === undefined ? fields : { ...fields, metrics };
}

/** The value as an object. @throws TypeError if it is none. */
export function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new TypeError("a record must be a JSON object");
}

const telling = new Set([...Object.keys(measuredFields), ...Object.keys(countFields), "status"]);

/**
 * Whether a record tells of a training, as those of a data set that is JSON lines as well do not: it is a good report,
 * and has a field of the protocol that measures, or a status.
 */
export function tellsOfTraining(fields: Fields): boolean {
  const { job_id: _job, train_id: _train, ...rest } = fields;
  const read = parseReport(rest, "any");
  return read.ok && Object.keys(read.report.details).some((name) => telling.has(name));
}
