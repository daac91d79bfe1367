import {
  type IngestAnswer,
  isTerminal,
  type ParsedReport,
  parseReport,
  type RawRecord,
} from "@trainwire/protocol";

/** A record that was stored. */
export interface StoredRecord {
  /** As it was sent. */
  readonly raw: unknown;
  readonly report: ParsedReport;
}

/** A record that was not stored. */
export interface RejectedRecord {
  /** As it was sent; `undefined` if it was no JSON. */
  readonly raw: unknown;
  readonly code: string;
  readonly message: string;
  /** Whether the server rejected a good record to see what the trainer does. */
  readonly isTrial: boolean;
}

type Taken = Pick<IngestAnswer, "accepted" | "repeated" | "seq" | "rejected">;

/** What a trainer has published, and what of it was wrong. Keeps a bounded number of records. */
export class Ledger {
  readonly stored: StoredRecord[] = [];
  readonly rejected: RejectedRecord[] = [];
  readonly #trainId: string;
  readonly #maxRecords: number;
  readonly #producers = new Map<string, number>();
  #terminalStatus: string | undefined;

  constructor(trainId: string, maxRecords: number) {
    this.#trainId = trainId;
    this.#maxRecords = maxRecords;
  }

  /** Whether it keeps no further record. */
  get isFull(): boolean {
    return this.stored.length + this.rejected.length >= this.#maxRecords;
  }

  /** The status that ended the training; `undefined` before. */
  get terminalStatus(): string | undefined {
    return this.#terminalStatus;
  }

  /** Takes the records of one request; with `trial` the first of them is rejected, though it may be good. */
  take(records: readonly RawRecord[], { trial }: { trial: boolean }): Taken {
    const rejected: IngestAnswer["rejected"] = [];
    let accepted = 0;
    let repeated = 0;
    for (const [index, record] of records.entries()) {
      const outcome = this.#takeOne(record, trial && index === 0);
      if (outcome === "accepted") accepted += 1;
      else if (outcome === "repeated") repeated += 1;
      else rejected.push({ index, code: outcome.code, message: outcome.message });
    }
    return { accepted, repeated, seq: this.stored.length, rejected };
  }

  #takeOne(record: RawRecord, isTrial: boolean): "accepted" | "repeated" | RejectedRecord {
    if (!record.ok) return this.#reject(undefined, { code: "bad_json", message: record.message });
    const parsed = parseReport(record.value, this.#trainId);
    if (!parsed.ok) return this.#reject(record.value, parsed);
    const { producer } = parsed.report;
    if (producer && producer.seq <= (this.#producers.get(producer.id) ?? -1)) return "repeated";
    if (producer) this.#producers.set(producer.id, producer.seq);
    if (isTrial) {
      const message = "the suite rejects this record to see whether it comes again";
      return this.#reject(record.value, { code: "bad_message", message, isTrial });
    }
    if (this.terminalStatus !== undefined) {
      return this.#reject(record.value, { code: "training_ended", message: "the training has ended" });
    }
    this.stored.push({ raw: record.value, report: parsed.report });
    const { status } = parsed.report.details;
    if (status !== undefined && isTerminal(status)) this.#terminalStatus = status;
    return "accepted";
  }

  #reject(
    raw: unknown,
    { code, message, isTrial = false }: { code: string; message: string; isTrial?: boolean },
  ): RejectedRecord {
    const rejection = { raw, code, message, isTrial };
    this.rejected.push(rejection);
    return rejection;
  }
}
