import {
  type ErrorCode,
  errorCodes,
  type IngestAnswer,
  type ParsedReport,
  parseReport,
  type RawRecord,
} from "@trainwire/protocol";
import type { Batch } from "./batch.ts";
import { healthRecord } from "./health.ts";
import type { Slices } from "./slices.ts";
import type { Training } from "./training.ts";

/** So many records are stored together at most. */
const maxChunkRecords = 500;
/** How long the event loop is held to read records, and to judge and number them, in milliseconds. */
const readingMs = 2;
const judgingMs = 8;
/** So many records are taken in before the clock is looked at. */
const recordsBetweenLooks = 8;
/** So many refusals of one request are described; those after say their code, and little more. */
const maxDescribed = 100;

type Refusal = { readonly code: ErrorCode; readonly message: string };
type Verdict = "accepted" | "repeated" | "empty" | Refusal;
type Read = ReturnType<typeof parseReport>;

/** When a request came, and where its records are read in turns with other work that can wait. */
export interface IngestContext {
  readonly nowMs: number;
  readonly slices: Slices;
}

/**
 * Takes the records of one ingest request into a training's log: good ones are stored, repeats acknowledged,
 * bad ones named in `rejected`. A record that reports nothing is a heartbeat, and takes no place in the log.
 * Many records are taken in by chunks, so that other work goes on meanwhile; a training's requests one after another.
 * @throws TrainwireServerError `storage_unavailable` or `internal` if records could not be stored; none after them is.
 */
export async function ingest(
  training: Training,
  records: Iterable<RawRecord>,
  context: IngestContext,
): Promise<IngestAnswer> {
  const intake = new Intake(training, records, context);
  await training.intakes.run(() => intake.take());
  // The next request is numbered while this one is being stored.
  await intake.stored;
  return intake.answer();
}

/** One request on its way in. */
class Intake {
  /** Resolves when all that was committed is stored. */
  stored: Promise<void> = Promise.resolve();
  readonly #training: Training;
  readonly #records: Iterator<RawRecord>;
  readonly #context: IngestContext;
  readonly #rejected: IngestAnswer["rejected"] = [];
  readonly #counts = { accepted: 0, repeated: 0, empty: 0 };
  #index = 0;
  #seq = 0;
  #isRead = false;

  constructor(training: Training, records: Iterable<RawRecord>, context: IngestContext) {
    this.#training = training;
    this.#records = records[Symbol.iterator]();
    this.#context = context;
  }

  /** Commits all records. Before each chunk the one before it is stored, so that nothing follows a failure. */
  async take(): Promise<void> {
    const first: Read[] = [];
    // A small request waits for nobody.
    this.#read(first);
    await this.#takeChunk(first);
    while (!this.#isRead) await this.#takeChunk([]);
  }

  answer(): IngestAnswer {
    const { accepted, repeated } = this.#counts;
    const seq = Math.max(this.#training.head.seq, this.#seq);
    // They are for the newest attempt.
    const isStale = this.#rejected.some(({ code }) => code === "stale_attempt");
    const commands = isStale ? [] : [...this.#training.openCommands];
    return { accepted, repeated, seq, rejected: this.#rejected, commands };
  }

  async #takeChunk(chunk: Read[]): Promise<void> {
    const isSmall = this.#isRead;
    const { slices } = this.#context;
    while (!this.#isRead && chunk.length < maxChunkRecords) {
      await slices.run(() => Promise.resolve(this.#read(chunk)));
    }
    const producers = new Set(chunk.flatMap((read) => (read.ok ? (read.report.producer?.id ?? []) : [])));
    let judged = 0;
    const judgeMore = async () => {
      await this.#training.loadProducers(producers);
      judged += this.#commit(chunk, judged);
    };
    do {
      await this.stored;
      await (isSmall && judged === 0 ? judgeMore() : slices.run(judgeMore));
    } while (judged < chunk.length);
  }

  /** Reads records into a chunk until it is full, or it is time for other work. */
  #read(chunk: Read[]): void {
    const untilMs = performance.now() + readingMs;
    for (let count = 1; chunk.length < maxChunkRecords; count += 1) {
      const next = this.#records.next();
      this.#isRead = next.done === true;
      if (next.done) return;
      chunk.push(readRecord(this.#training.id, next.value));
      if (count % recordsBetweenLooks === 0 && performance.now() > untilMs) return;
    }
  }

  /** Judges and commits what follows the first `from` of a chunk. Returns how many records that took. */
  #commit(chunk: readonly Read[], from: number): number {
    const { nowMs } = this.#context;
    const untilMs = performance.now() + judgingMs;
    const batch = this.#training.begin();
    let index = from;
    for (; index < chunk.length; index += 1) {
      const isTimeToLook = index > from && (index - from) % recordsBetweenLooks === 0;
      if (isTimeToLook && performance.now() > untilMs) break;
      const read = chunk[index];
      if (read) this.#note(read.ok ? judge({ training: this.#training, batch, nowMs }, read.report) : read);
    }
    this.#training.lastContactAtMs = nowMs;
    this.#seq = batch.state.seq;
    this.stored = this.#training.commit(batch);
    // Whoever takes in the request awaits it too, but perhaps not before it fails.
    this.stored.catch(() => undefined);
    return index - from;
  }

  #note(verdict: Verdict): void {
    if (typeof verdict === "string") this.#counts[verdict] += 1;
    else {
      const message =
        this.#rejected.length < maxDescribed ? verdict.message : "not described, as others before";
      this.#rejected.push({ index: this.#index, code: verdict.code, message });
    }
    this.#index += 1;
  }
}

function readRecord(trainId: string, record: RawRecord): Read {
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
  const isStale = report.attempt !== undefined && report.attempt < batch.state.attempt;
  const newest = training.newestStarted;
  const isAhead = newest !== undefined && (report.attempt ?? 0) > newest;
  const received_at = new Date(nowMs).toISOString();
  // Also of a repeat: the server may have stopped between storing its record and what it made of the command.
  const answers = !isStale && !isAhead && answerCommand(batch, report, received_at);
  if (producer) {
    const known = batch.producers.get(producer.id) ?? training.producerSeq(producer.id);
    if (producer.seq <= known) return "repeated";
  }
  const { state } = batch;
  if (state.complete) return refuse("training_ended");
  if (isStale) return refuse("stale_attempt");
  if (isAhead) return { code: "bad_message", message: `attempt: the server has started ${newest} so far` };
  const saysNothing = Object.keys(report.details).length === 0 && (report.attempt ?? 0) <= state.attempt;
  if (saysNothing && !answers) return "empty";
  if (producer) batch.producers.set(producer.id, producer.seq);
  if (saysNothing) return "accepted";
  if (state.health !== "ok") {
    const reason = `reported again, ${ageSeconds(state.received_at, nowMs)} s after the last update`;
    batch.add(healthRecord("ok", reason, nowMs));
  }
  batch.add({
    details: report.details,
    received_at,
    ...(report.attempt !== undefined && { attempt: report.attempt }),
  });
  return "accepted";
}

/** Carries out what a record says of a command; returns whether it changed. Of several processes the first answers. */
function answerCommand(batch: Batch, { commandAck, details }: ParsedReport, at: string): boolean {
  if (!commandAck || (details.rank ?? 0) > 0) return false;
  const { command_id: commandId, state, reason } = commandAck;
  return batch.changeCommands({ type: "answered", commandId, state, reason }, at);
}

function ageSeconds(receivedAt: string | null, nowMs: number): number {
  return receivedAt === null ? 0 : Math.round((nowMs - Date.parse(receivedAt)) / 1000);
}

function refuse(code: ErrorCode): Refusal {
  return { code, message: errorCodes[code].meaning };
}
