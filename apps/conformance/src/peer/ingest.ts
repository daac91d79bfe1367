import {
  type IngestAnswer,
  isTerminal,
  type ParsedReport,
  parseReport,
  type RawRecord,
} from "@trainwire/protocol";
import { answerCommand, openCommands, settleCommands } from "./commands.ts";
import type { ReferenceStore, TrainingLog } from "./store.ts";

type Rejection = { readonly code: string; readonly message: string };

/** Stores the good records and says what became of each. */
export function ingest(store: ReferenceStore, trainId: string, records: readonly RawRecord[]): IngestAnswer {
  const rejected: IngestAnswer["rejected"] = [];
  let accepted = 0;
  let repeated = 0;
  for (const [index, record] of records.entries()) {
    const outcome = ingestOne(store, trainId, record);
    if (outcome === "accepted") accepted += 1;
    else if (outcome === "repeated") repeated += 1;
    else rejected.push({ index, ...outcome });
  }
  const log = store.logs.get(trainId);
  if (log && accepted > 0) store.emit("change", log);
  const commands = log ? openCommands(log) : [];
  return { accepted, repeated, seq: log?.updates.length ?? 0, rejected, commands };
}

function ingestOne(
  store: ReferenceStore,
  trainId: string,
  record: RawRecord,
): "accepted" | "repeated" | Rejection {
  if (!record.ok) return { code: "bad_json", message: record.message };
  const parsed = parseReport(record.value, trainId);
  if (!parsed.ok) return parsed;
  const { report } = parsed;
  const log = store.open(trainId);
  if (isRepeat(log, report)) return "repeated";
  if (log.state.complete) return { code: "training_ended", message: "the training has ended" };
  if ((report.attempt ?? log.state.attempt) < log.state.attempt) {
    return { code: "stale_attempt", message: `attempt ${log.state.attempt} publishes already` };
  }
  if (report.commandAck) answerCommand(log, report.commandAck);
  const { status } = report.details;
  if (status !== undefined && isTerminal(status)) settleCommands(log, status);
  if (Object.keys(report.details).length > 0 || !report.commandAck)
    log.append(report.details, report.attempt);
  if (report.producer) log.producers.set(report.producer.id, report.producer.seq);
  return "accepted";
}

function isRepeat(log: TrainingLog, { producer }: ParsedReport): boolean {
  return producer !== undefined && producer.seq <= (log.producers.get(producer.id) ?? -1);
}
