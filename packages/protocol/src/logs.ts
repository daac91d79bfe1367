import { z } from "zod";
import { limits } from "./limits.ts";
import { queryInteger, queryNumber } from "./query-number.ts";

const Position = z.int().min(0);

/** Query of `GET /trainings/{id}/logs`. Positions are bytes of one attempt's log, from its beginning. */
export const LogsQuery = z.object({
  /** The newest if absent. */
  attempt: queryInteger(z.int().min(1)).optional(),
  /** Where to go on; the last `limit` bytes if absent. */
  after: queryInteger(Position).optional(),
  /** Most bytes of an answer. */
  limit: queryInteger(z.int().min(1).max(limits.maxLogPageBytes)).default(64 * 1024),
  /** How long to wait for a line if there is none yet, in seconds. */
  wait_seconds: queryNumber.pipe(z.number().min(0).max(limits.maxWaitSeconds)).default(0),
});
/** Query of `GET /trainings/{id}/logs`. */
export type LogsQuery = z.infer<typeof LogsQuery>;

/** Answer of `GET /trainings/{id}/logs`: what the trainer of one attempt printed, whole lines of it where it can. */
export const LogsPage = z.object({
  attempt: z.int().min(1),
  /** Where `text` begins. It is above the `after` that was asked for if what lay between is kept no more. */
  from: Position,
  text: z.string(),
  /** The next request's `after`. */
  next_after: Position,
  /** Whether the attempt has ended and nothing follows. */
  ended: z.boolean(),
});
/** Answer of `GET /trainings/{id}/logs`. */
export type LogsPage = z.infer<typeof LogsPage>;
