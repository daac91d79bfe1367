import { type ErrorCode, errorCodes, isErrorCode } from "@trainwire/protocol";

/** What a reader of a client error needs to know. */
export interface ClientErrorMeaning {
  readonly meaning: string;
  /** Whether the same call may succeed later, unchanged. */
  readonly retry: boolean;
  readonly remedy: string;
}

/** Every code of a `TrainwireClientError`: what it means, whether trying again can help, and what to do. */
export const clientErrorCodes = {
  bad_option: {
    meaning: "An option has a value that cannot work.",
    retry: false,
    remedy: "Correct the option that the message names.",
  },
  bad_id: {
    meaning: "The id of a training is malformed.",
    retry: false,
    remedy: "Use 1-128 letters, digits, '.', '_' or '-', the first a letter or digit.",
  },
  closed: {
    meaning: "The client or publisher was closed before.",
    retry: false,
    remedy: "Make a new one.",
  },
  unreachable: {
    meaning: "The server did not answer, or answered that it cannot at present.",
    retry: true,
    remedy: "Check that the server runs at this address; what is retried by itself needs nothing.",
  },
  refused: {
    meaning: "The server refused the request; `wireCode` says why.",
    retry: false,
    remedy: "Follow the remedy of the wire code.",
  },
  unauthorized: {
    meaning: "The server wants a token, and none or one that is no longer valid was given.",
    retry: false,
    remedy: "Give a valid token, or log in; what waits is tried again now and then.",
  },
  forbidden: {
    meaning: "The token does not cover this.",
    retry: false,
    remedy: "Use a token with the scope that the message names.",
  },
  bad_answer: {
    meaning: "The server's answer is not what version 1 of the protocol says.",
    retry: true,
    remedy: "Check that the address is a Trainwire server, and its version.",
  },
  bad_report: {
    meaning: "A report holds a value that cannot be sent; it was left out.",
    retry: false,
    remedy: "Report numbers, and texts only under the names that take them.",
  },
  rejected: {
    meaning: "The server rejected a record; `wireCode` says why. It is not sent again.",
    retry: false,
    remedy: "Correct what the message names in further reports.",
  },
  reports_dropped: {
    meaning: "The queue was full while the server could not be reached; the oldest reports were dropped.",
    retry: false,
    remedy: "Raise maxQueued, or report less often.",
  },
  training_ended: {
    meaning: "The training has ended; nothing further is sent.",
    retry: false,
    remedy: "Publish under a new id.",
  },
  stale_attempt: {
    meaning: "A newer attempt of the training publishes already; nothing further is sent.",
    retry: false,
    remedy: "Stop this trainer; it was replaced.",
  },
  finish_timeout: {
    meaning: "The final status could not be stored in time.",
    retry: false,
    remedy: "Check that the server runs; its last stored update stands.",
  },
  handler_failed: {
    meaning: "A function given by the caller threw.",
    retry: false,
    remedy: "Mend the function; `cause` holds what it threw.",
  },
} as const satisfies Record<string, ClientErrorMeaning>;

/** A code of the closed list `clientErrorCodes`. */
export type ClientErrorCode = keyof typeof clientErrorCodes;

/** What an error of the client is made of besides its code. */
export interface ErrorFacts {
  /** What was wrong, in a sentence. */
  readonly message: string;
  /** The server's own code, where the server refused. */
  readonly wireCode?: string;
  /** HTTP status of the refusing answer. */
  readonly httpStatus?: number;
  /** How many reports the error concerns. */
  readonly count?: number;
  readonly cause?: unknown;
}

/** The one class of errors that this package throws or reports; `code` is from the closed list. */
export class TrainwireClientError extends Error {
  override readonly name = "TrainwireClientError";
  readonly code: ClientErrorCode;
  /** The server's own code (a protocol `ErrorCode`, or one of a newer server), where the server refused. */
  readonly wireCode: string | null;
  /** HTTP status of the refusing answer, else null. */
  readonly httpStatus: number | null;
  /** How many reports the error concerns; 0 where none is lost. */
  readonly count: number;

  constructor(code: ClientErrorCode, facts: ErrorFacts) {
    super(
      `${facts.message} ${remedyOf(code, facts.wireCode)}`,
      "cause" in facts ? { cause: facts.cause } : undefined,
    );
    this.code = code;
    this.wireCode = facts.wireCode ?? null;
    this.httpStatus = facts.httpStatus ?? null;
    this.count = facts.count ?? 0;
  }

  /** Whether the same call may succeed later, unchanged. */
  get retry(): boolean {
    const meaning = knownWireCode(this.wireCode);
    return meaning === null ? clientErrorCodes[this.code].retry : errorCodes[meaning].retry;
  }
}

function knownWireCode(wireCode: string | null | undefined): ErrorCode | null {
  return wireCode && isErrorCode(wireCode) ? wireCode : null;
}

function remedyOf(code: ClientErrorCode, wireCode: string | undefined): string {
  const known = knownWireCode(wireCode);
  return known === null ? clientErrorCodes[code].remedy : errorCodes[known].remedy;
}
