import { TrainwireClientError } from "@trainwire/client";

/** What went wrong, for people. */
export function problemText(error: unknown): string {
  if (error instanceof TrainwireClientError) {
    return error.code === "forbidden"
      ? `Not with the token that you are logged in with: ${error.message}`
      : error.message;
  }
  return error instanceof Error ? error.message : String(error);
}
