import { setTimeout as wait } from "node:timers/promises";
import { ErrorAnswer, IngestAnswer, isErrorCode } from "@trainwire/protocol";
import { TrainwireServerError } from "../core/errors.ts";
import type { About, Destination, Destinations } from "./destination.ts";
import type { Fields } from "./formats/file-record.ts";

const maxTries = 8;
const firstRetryMs = 500;

/**
 * The trainings of a running server. What was stored before cannot be asked there: files are sent from their beginning,
 * and the server tells repeats apart.
 */
export function remoteDestinations(server: string, token: string | undefined): Destinations {
  const ask = (path: string, type: string, body: string) =>
    retrying(() =>
      fetch(new URL(`/api/v1/trainings${path}`, server), {
        method: "POST",
        headers: { "content-type": type, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
        body,
      }),
    );
  return {
    find: () => Promise.resolve(undefined),
    open: async (trainId, about: About) => {
      const request = JSON.stringify({ train_id: trainId, ...about });
      await ask("", "application/json", request).catch((error: unknown) => {
        if (!(error instanceof TrainwireServerError && error.code === "training_exists")) throw error;
      });
      const destination: Destination = {
        standing: undefined,
        positions: () => Promise.resolve(new Map()),
        publish: async (records: readonly Fields[]) => {
          const body = records.map((record) => JSON.stringify(record)).join("\n");
          const answer = await ask(`/${trainId}/updates`, "application/x-ndjson", body);
          return IngestAnswer.parse(await answer.json());
        },
      };
      return destination;
    },
  };
}

/** Asks again where the code says so, or nobody answered. @throws TrainwireServerError with what the server says. */
async function retrying(ask: () => Promise<Response>): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await ask().catch((error: unknown) => error);
    if (outcome instanceof Response && outcome.ok) return outcome;
    const error = outcome instanceof Response ? await errorOf(outcome) : unreachable(outcome);
    const isPassing = error.httpStatus >= 429 && error.code !== "internal";
    if (tries === maxTries || !isPassing) throw error;
    const afterSeconds = outcome instanceof Response ? Number(outcome.headers.get("retry-after")) : 0;
    await wait(Math.max(afterSeconds * 1000, firstRetryMs * 2 ** (tries - 1)));
  }
}

function unreachable(cause: unknown): TrainwireServerError {
  // `fetch` says why in the cause of its error.
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const reason = inner instanceof Error ? inner.message : String(inner);
  return new TrainwireServerError("storage_unavailable", `the server does not answer: ${reason}`);
}

async function errorOf(answer: Response): Promise<TrainwireServerError> {
  const parsed = ErrorAnswer.safeParse(await answer.json().catch(() => undefined));
  const { code, message } = parsed.data ?? { code: "internal", message: `HTTP ${answer.status}` };
  return new TrainwireServerError(isErrorCode(code) ? code : "internal", message);
}
