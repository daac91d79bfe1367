import { z } from "zod";

/** The pattern of a training's id: 1–128 characters, safe in a path and a file name. */
export const trainIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** The id of a training: `train_id` in envelopes, `job_id` in flat messages. */
export const TrainId = z
  .string()
  .regex(trainIdPattern, "must be 1-128 letters, digits, '.', '_' or '-', and begin with a letter or digit");
/** The id of a training: `train_id` in envelopes, `job_id` in flat messages. */
export type TrainId = z.infer<typeof TrainId>;

/** Identity of a training's log. It changes only if the log's numbering starts anew. */
export const StreamId = z.string().min(1).max(64);
/** Identity of a training's log. It changes only if the log's numbering starts anew. */
export type StreamId = z.infer<typeof StreamId>;

/** Position in a training's log: dense, from 1; 0 stands before the first update. */
export const Seq = z.int().min(0);
/** Position in a training's log: dense, from 1; 0 stands before the first update. */
export type Seq = z.infer<typeof Seq>;
