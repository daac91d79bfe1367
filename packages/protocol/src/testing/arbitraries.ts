/// <reference types="node" />
import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import {
  countFields,
  errorCodes,
  Health,
  MetricName,
  measuredFields,
  type ParsedReport,
  parseReport,
  type ServerMessage,
  Status,
  trainIdPattern,
  type ViewerMessage,
} from "../index.ts";
import { serverTypes, viewerTypes } from "./bodies.ts";

/** A record in which a field may be absent, unless it is named in `required`. */
export function recordOf<T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }, required: (keyof T)[] = []) {
  return fc.record(fields, { requiredKeys: required, noNullPrototype: true });
}

/** A finite number other than -0, which JSON text does not keep. */
export const finite = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (value === 0 ? 0 : value));
const seq = fc.maxSafeNat();
const text = fc.string({ unit: "binary", maxLength: 20 });
const name = fc.string({ minLength: 1, maxLength: 20 });
/** A metric's name, among them those that mean something to JavaScript. */
export const metricName = fc
  .oneof(name, fc.constantFrom("constructor", "toString", "hasOwnProperty", "loss", "0", "NaN", "a.b"))
  .filter((candidate) => MetricName.safeParse(candidate).success);
/** The id of a training. */
export const trainId = fc.stringMatching(trainIdPattern, { size: "small" });
const timestamp = fc
  .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
  .map((date) => date.toISOString());

const nonfinite = fc.constantFrom<unknown>(Number.NaN, Infinity, -Infinity, "NaN", "Infinity", "-Infinity");
const shapeOf = <T>(fields: object, value: fc.Arbitrary<T>): Record<string, fc.Arbitrary<T>> =>
  Object.fromEntries(Object.keys(fields).map((field) => [field, value]));

/** A good record as a trainer may send it, with values that are not finite. */
export const rawReport = recordOf<Record<string, unknown>>({
  ...shapeOf(measuredFields, fc.oneof({ weight: 4, arbitrary: finite }, nonfinite, fc.constant(null))),
  ...shapeOf(countFields, fc.oneof(fc.integer({ min: 1, max: 50 }), nonfinite, fc.constant(null))),
  progress: fc.oneof(fc.double({ min: -10, max: 110, noNaN: true }), nonfinite),
  phase: name,
  reason: name,
  checkpoint: recordOf({ path: fc.constantFrom("a.pt", "checkpoints/b.pt"), step: fc.nat() }, ["path"]),
  timestamp,
  metrics: fc.dictionary(metricName, fc.oneof(finite, nonfinite, fc.constant(null)), { maxKeys: 5 }),
  attempt: fc.integer({ min: 1, max: 4 }),
  status: fc.constantFrom("queued", "starting", "running", "running", "paused", "completed", "failed"),
});

/** A report as the server holds it after `parseReport`. */
export const report: fc.Arbitrary<ParsedReport> = rawReport.map((raw) => {
  const result = parseReport(raw, "job_abc123");
  if (!result.ok) throw new TypeError(result.message);
  return result.report;
});

const headline = {
  progress: finite,
  status: fc.oneof(fc.constantFrom(...Status.options), name),
  health: fc.constantFrom(...Health.options),
  attempt: fc.integer({ min: 1 }),
  received_at: fc.option(timestamp),
  details: report.map((parsed) => parsed.details),
};
const data = recordOf(headline, ["progress", "status", "details"]);
const id = fc.oneof(text, fc.maxSafeInteger());
const changeOfTraining = { train_id: trainId, seq, data };

/** A good example of any of the types, each as likely as another: so no type is left out. */
const exampleOf = (types: readonly string[]) =>
  fc.oneof(
    ...types.map((type) => {
      const folder = new URL(`../../fixtures/valid/${type}/`, import.meta.url);
      const examples = readdirSync(folder).map(
        (file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as { message: unknown },
      );
      return fc.constantFrom(...examples.map(({ message }) => message));
    }),
  );

/** Any message of a server, the list feed's trainings left empty. */
export const serverMessage = fc.oneof(
  fc.record({
    type: fc.constant("welcome" as const),
    version: text,
    capabilities: fc.array(text),
    heartbeat_seconds: fc.double({ min: 0.001, max: 1e9, noNaN: true }),
    limits: fc.record({ max_frame_bytes: seq, max_subscriptions: seq }),
  }),
  fc.record({
    type: fc.constant("subscription_confirmed" as const),
    train_id: trainId,
    status: fc.oneof(fc.constantFrom("subscribed", "unsubscribed"), name),
    stream_id: name,
    seq,
  }),
  recordOf({ type: fc.constant("training_update" as const), ...changeOfTraining, snapshot: fc.boolean() }, [
    "type",
    "train_id",
    "seq",
    "data",
  ]),
  fc.record({ type: fc.constant("training_completed" as const), ...changeOfTraining }),
  fc.record({
    type: fc.constant("subscription_reset" as const),
    train_id: trainId,
    stream_id: name,
    first_seq: seq,
    seq,
    reason: fc.constantFrom("stream_changed", "past_end", "expired", "merged"),
  }),
  fc.record({
    type: fc.constant("trainings_confirmed" as const),
    status: fc.constantFrom("subscribed", "unsubscribed"),
  }),
  fc.record({ type: fc.constant("trainings_update" as const), trainings: fc.constant([]) }),
  recordOf(
    {
      type: fc.constant("error" as const),
      code: fc.oneof(fc.constantFrom(...Object.keys(errorCodes)), name),
      message: text,
      train_id: text,
    },
    ["type", "code", "message"],
  ),
  recordOf({ type: fc.constant("pong" as const), id }, ["type"]),
  exampleOf(serverTypes),
) as fc.Arbitrary<ServerMessage>;

/** Any message of a viewer. */
export const viewerMessage = fc.oneof(
  recordOf(
    { type: fc.constant("subscribe_training" as const), train_id: trainId, after_seq: seq, stream_id: name },
    ["type", "train_id"],
  ),
  fc.record({ type: fc.constant("unsubscribe_training" as const), train_id: trainId }),
  fc.record({ type: fc.constantFrom("subscribe_trainings" as const, "unsubscribe_trainings" as const) }),
  recordOf({ type: fc.constant("ping" as const), id }, ["type"]),
  exampleOf(viewerTypes),
) as fc.Arbitrary<ViewerMessage>;
