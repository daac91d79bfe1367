/** How a process ended. */
export interface ProcessEnd {
  /** `undefined` if a signal ended it. */
  readonly exitCode: number | undefined;
  /** For people, such as `code 1` or `SIGKILL`. */
  readonly how: string;
  /** The last of what it wrote. */
  readonly output: string;
}

/** A trainer that the suite has started. Disposing of it kills whatever is left of it. */
export interface TrainerProcess extends AsyncDisposable {
  /** Resolves when it has ended. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Asks it to stop, as an operator does (TERM). */
  terminate(): Promise<void>;
}

/** Where a trainer is to publish, and what. */
export interface Assignment {
  readonly url: URL;
  readonly trainId: string;
  /** What lets it publish there; undefined: no token is needed. */
  readonly token: string | undefined;
}

/** A trainer that can be started again and again. */
export interface TrainerTarget extends AsyncDisposable {
  /** How it was named on the command line. */
  readonly description: string;
  /**
   * Starts it.
   *
   * @throws ConformanceError `cannot_start` if it cannot be started at all.
   */
  start(assignment: Assignment): Promise<TrainerProcess>;
}

/** The assignment as environment variables, as PROTOCOL.md names them. */
export function environmentOf({ url, trainId, token }: Assignment): Record<string, string> {
  return {
    TRAINWIRE_URL: url.origin,
    TRAINWIRE_TRAIN_ID: trainId,
    ...(token !== undefined && { TRAINWIRE_TOKEN: token }),
  };
}
