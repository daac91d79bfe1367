import type { IngestAnswer } from "@trainwire/protocol";

/** What became of the records of files. */
export class Tally {
  stored = 0;
  repeated = 0;
  /** How many were refused, and the first reason, by error code. */
  readonly rejected = new Map<string, { count: number; readonly message: string }>();

  readonly #onFirst: (reason: string) => void;

  /** @param onFirst Is told of the first that is refused with an error code. */
  constructor(onFirst: (reason: string) => void = () => undefined) {
    this.#onFirst = onFirst;
  }

  /** Counts an answer of ingest. */
  add({ accepted, repeated, rejected }: Pick<IngestAnswer, "accepted" | "repeated" | "rejected">): void {
    this.stored += accepted;
    this.repeated += repeated;
    for (const { code, message } of rejected) this.refuse(code, message);
  }

  /** Counts a record that was refused. */
  refuse(code: string, message: string): void {
    const known = this.rejected.get(code);
    if (known) known.count += 1;
    else {
      this.rejected.set(code, { count: 1, message });
      this.#onFirst(`${code}: ${message}`);
    }
  }
}
