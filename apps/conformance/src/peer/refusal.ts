import { type ErrorCode, errorCodes } from "@trainwire/protocol";
import type { PeerAnswer } from "./mutation.ts";

/** A refusal with the code's own status and remedy. */
export function refusal(
  code: ErrorCode,
  facts: Record<string, unknown> = {},
): PeerAnswer & { body: Record<string, unknown> } {
  const { httpStatus, meaning, remedy } = errorCodes[code];
  return { status: httpStatus, body: { code, message: meaning, remedy, ...facts } };
}
