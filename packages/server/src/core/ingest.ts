import {
  type ErrorCode,
  errorCodes,
  type IngestAnswer,
  type ParsedReport,
  parseReport,
  type RawRecord,
} from "@trainwire/protocol";
import { healthRecord } from "./health.ts";
import type { Batch, Training } from "./training.ts";

type Verdict = "accepted" | "repeated" | "empty" | { readonly code: ErrorCode; readonly message: string };

/**
 * Takes the records of one ingest request into a training's log: good ones are stored, repeats acknowledged,
 * bad ones named in `rejected`. A record that reports nothing is a heartbeat, and takes no place in the log.
 * @throws TrainwireServerError `internal` if what was accepted could not be stored.
 */
export async function ingest(
  training: Training,
  records: readonly RawRecord[],
  nowMs: number,
): Promise<IngestAnswer> {
  const parsed = records.map((record) => readRecord(training.id, record));
  await training.loadProducers(
    parsed.flatMap((result) => (result.ok ? (result.report.producer?.id ?? []) : [])),
  );
  const batch = training.begin();
  const verdicts = parsed.map((result) =>
    result.ok
      ? judge({ training, batch, nowMs }, result.report)
      : { code: result.code, message: result.message },
  );
  training.lastContactAtMs = nowMs;
  await training.commit(batch);
  const count = (verdict: Verdict) => verdicts.filter((each) => each === verdict).length;
  return {
    accepted: count("accepted"),
    repeated: count("repeated"),
    seq: Math.max(training.head.seq, batch.state.seq),
    rejected: verdicts.flatMap((verdict, index) =>
      typeof verdict === "string" ? [] : [{ index, ...verdict }],
    ),
    commands: [],
  };
}

function readRecord(trainId: string, record: RawRecord): ReturnType<typeof parseReport> {
  if (!record.ok) return { ok: false, code: "bad_json", message: record.message };
  return parseReport(record.value, trainId);
}

interface Place {
  readonly training: Training;
  readonly batch: Batch;
  readonly nowMs: number;
}

/** Decides on one record and, if it is good, numbers it. Repeats come first: they stay harmless after the end. */
function judge({ training, batch, nowMs }: Place, report: ParsedReport): Verdict {
  const { producer } = report;
  if (producer) {
    const known = batch.producers.get(producer.id) ?? training.producerSeq(producer.id);
    if (producer.seq <= known) return "repeated";
  }
  const { state } = batch;
  if (state.complete) return refuse("training_ended");
  if (report.attempt !== undefined && report.attempt < state.attempt) return refuse("stale_attempt");
  const saysNothing = Object.keys(report.details).length === 0 && (report.attempt ?? 0) <= state.attempt;
  if (saysNothing) return "empty";
  const received_at = new Date(nowMs).toISOString();
  if (state.health !== "ok") {
    const reason = `reported again, ${ageSeconds(state.received_at, nowMs)} s after the last update`;
    batch.add(healthRecord("ok", reason, nowMs));
  }
  batch.add({
    details: report.details,
    received_at,
    ...(report.attempt !== undefined && { attempt: report.attempt }),
  });
  if (producer) batch.producers.set(producer.id, producer.seq);
  return "accepted";
}

function ageSeconds(receivedAt: string | null, nowMs: number): number {
  return receivedAt === null ? 0 : Math.round((nowMs - Date.parse(receivedAt)) / 1000);
}

function refuse(code: ErrorCode): Verdict {
  return { code, message: errorCodes[code].meaning };
}
