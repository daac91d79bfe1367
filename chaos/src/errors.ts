/** Why a proof could not be carried out; what it finds out about the server is a `Finding` instead. */
export type ChaosErrorCode = "no_start" | "no_port" | "ended" | "overdue" | "missing_tool" | "bad_output";

/** The one error class of this package. */
export class ChaosError extends Error {
  readonly code: ChaosErrorCode;

  constructor(code: ChaosErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ChaosError";
    this.code = code;
  }
}
