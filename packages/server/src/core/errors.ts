import { type ErrorAnswer, type ErrorCode, errorCodes } from "@trainwire/protocol";

/** An error that a peer is told about: a code of the protocol's closed list, and facts beside it. */
export class TrainwireServerError extends Error {
  override readonly name = "TrainwireServerError";
  readonly code: ErrorCode;
  /** Further fields of the answer, such as `supported` or `first_seq`. */
  readonly facts: Readonly<Record<string, unknown>>;

  /** @param message What was wrong and what was expected; the code's meaning by default. */
  constructor(code: ErrorCode, message?: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(message ?? errorCodes[code].meaning);
    this.code = code;
    this.facts = facts;
  }

  /** The HTTP status of an answer with this error. */
  get httpStatus(): number {
    return errorCodes[this.code].httpStatus;
  }

  /** The header fields that an answer with this error has beside its body. */
  get headers(): Readonly<Record<string, string>> {
    if (this.code === "unauthorized") return { "www-authenticate": "Bearer" };
    const { bytes } = this.facts;
    if (this.code === "range_not_satisfiable") return { "content-range": `bytes */${String(bytes)}` };
    const wait = this.facts["retry_after_seconds"];
    return typeof wait === "number" ? { "retry-after": String(wait) } : {};
  }

  /** The body of an answer with this error. */
  toAnswer(): ErrorAnswer {
    return { code: this.code, message: this.message, remedy: errorCodes[this.code].remedy, ...this.facts };
  }
}

const retriedCodes: ReadonlySet<ErrorCode> = new Set(["storage_unavailable", "shutting_down"]);

/** Whether what failed may go well later, by itself: the disk was full, or the server is about to stop. */
export function isRetriable(error: unknown): boolean {
  return error instanceof TrainwireServerError && retriedCodes.has(error.code);
}
