/**
 * Why the suite stopped: `expectation` = the target broke a clause, `not_applicable` = the case does not
 * concern this target, `untestable` = something that it needs is missing, `usage` = wrong command line, `never_ready` = the target did not answer in time,
 * `cannot_start` = there is no target to test, for example no such image, `interrupted` = the run was cut short.
 */
export type ConformanceErrorCode =
  | "expectation"
  | "not_applicable"
  | "untestable"
  | "usage"
  | "never_ready"
  | "cannot_start"
  | "interrupted";

/** The one error this suite throws on purpose. Anything else that is thrown is a fault of the suite itself. */
export class ConformanceError extends Error {
  /** What kind of end this is. */
  readonly code: ConformanceErrorCode;

  constructor(code: ConformanceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ConformanceError";
    this.code = code;
  }
}

/** What was thrown, in one line. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
