/** Why the grid could not be made. */
export type GridErrorCode = "bad_option" | "command_failed" | "server_failed" | "no_answer";

/** A grid that cannot be made; the message says what to do. */
export class GridError extends Error {
  readonly code: GridErrorCode;

  constructor(code: GridErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
