import { ErrorAnswer, isErrorCode } from "@trainwire/protocol";
import { TrainwireServerError } from "../core/errors.ts";

/** The error that a server's answer is, whatever its body. */
export function answerErrorOf(status: number, body: string): TrainwireServerError {
  try {
    const { code, message } = ErrorAnswer.parse(JSON.parse(body));
    return new TrainwireServerError(isErrorCode(code) ? code : "internal", message);
  } catch {
    return new TrainwireServerError("internal", `the server answered ${status}`);
  }
}
