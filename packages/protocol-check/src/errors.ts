/**
 * Why the checker could not judge: `usage` = wrong command line, `unknown_version` = no such release, git ref or
 * package, `bad_version` = a version that is there but cannot be read, `bad_file` = a file that is not what it
 * should be, `frozen` = a release that must not be overwritten, `cannot_write` = a report that could not be written.
 */
export type CheckErrorCode =
  | "usage"
  | "unknown_version"
  | "bad_version"
  | "bad_file"
  | "frozen"
  | "cannot_write";

/** The one error this package throws on purpose: one line that says what was wrong and what to do. */
export class CheckError extends Error {
  /** What kind of obstacle it was. */
  readonly code: CheckErrorCode;

  constructor(code: CheckErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CheckError";
    this.code = code;
  }
}

/** The first line of what was thrown. */
export function firstLineOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n")[0] ?? text;
}
