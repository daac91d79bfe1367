import { isDeepStrictEqual } from "node:util";
import type { Checks } from "../checks.ts";
import { producerOf } from "../ingest-server/ingest-request.ts";
import type { Reaction } from "../ingest-server/reaction.ts";
import { endingOf, type TrainerRecording } from "./trainer-recording.ts";

/**
 * The position of the request that met this reaction, from 0.
 *
 * @throws ConformanceError `expectation` if the trainer ended before.
 */
export function requestThatMet(recording: TrainerRecording, reaction: Reaction, checks: Checks): number {
  const at = recording.requests.findIndex((request) => request.reaction === reaction);
  const sent = `it sent only ${recording.requests.length} requests with records`;
  checks.that(at >= 0, `cannot be judged, let it train longer: ${sent}. ${endingOf(recording)}`);
  return at;
}

/**
 * The records of a request that was not acknowledged must be the next that each producer sends, unchanged.
 *
 * @throws ConformanceError `expectation` naming what came instead.
 */
export function expectSentAgain(recording: TrainerRecording, at: number, checks: Checks): void {
  const failed = recording.requests[at]?.records ?? [];
  const later = recording.requests.slice(at + 1).flatMap(({ records }) => records);
  for (const producer of new Set(failed.map(producerOf))) {
    const isOfProducer = (record: unknown): boolean => producerOf(record) === producer;
    const wanted = failed.filter(isOfProducer);
    const came = later.filter(isOfProducer).slice(0, wanted.length);
    const missing = came.length === 0 ? `none came after it: ${endingOf(recording)}` : undefined;
    checks.that(missing === undefined, `its records must be sent again, but ${missing}`);
    const isSame = isDeepStrictEqual(came, wanted);
    const [first] = came;
    checks.that(isSame, `its records must be sent again unchanged, but next came ${JSON.stringify(first)}`);
  }
}
