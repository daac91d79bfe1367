/** Why a training of digits cannot go on: the data set is not as expected, or the loss left the finite numbers. */
export type DigitsErrorCode = "bad_data" | "diverged";

/** Ends a training as failed. The message says what was wrong and what to do. */
export class DigitsError extends Error {
  override readonly name = "DigitsError";
  readonly code: DigitsErrorCode;

  constructor(code: DigitsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
