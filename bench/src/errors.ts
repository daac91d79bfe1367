/**
 * Why the benchmark stopped: `usage` = wrong command line or file, `cannot_run` = the machine lacks something,
 * `server_failed` = a measured server did not start or ended, `harness_failed` = the load could not be put on it,
 * `interrupted` = the run was cut short.
 */
export type BenchErrorCode = "usage" | "cannot_run" | "server_failed" | "harness_failed" | "interrupted";

/** The one error this package throws on purpose. */
export class BenchError extends Error {
  /** What kind of end this is. */
  readonly code: BenchErrorCode;

  constructor(code: BenchErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "BenchError";
    this.code = code;
  }
}

/** What was thrown, in one line. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
