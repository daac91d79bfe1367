import { z } from "zod";
import { OpenErrorCode } from "./error-codes.ts";
import { StoredText } from "./fields.ts";
import { Seq, StreamId, TrainId } from "./ids.ts";
import { limits } from "./limits.ts";
import { isNestedAtMost } from "./nesting.ts";
import { queryInteger, queryNumber } from "./query-number.ts";
import { Retention } from "./retention.ts";
import { TrainingUpdate } from "./server-messages.ts";
import { OpenStatus, Status } from "./status.ts";
import { TrainingSummary } from "./training-summary.ts";

/** A command a trainer has not finished yet. */
export const Command = z.object({
  command_id: z.string(),
  name: z.string(),
  args: z.record(z.string(), z.unknown()).optional(),
});
/** A command a trainer has not finished yet. */
export type Command = z.infer<typeof Command>;

/** Answer of `POST …/updates`. */
export const IngestAnswer = z.object({
  /** Records stored by this request. */
  accepted: z.int().min(0),
  /** Records that were stored before, told by producer_id and producer_seq. */
  repeated: z.int().min(0),
  /** Head of the training's log after the request. */
  seq: Seq,
  rejected: z.array(z.object({ index: z.int().min(0), code: OpenErrorCode, message: z.string() })),
  commands: z.array(Command),
});
/** Answer of `POST …/updates`. */
export type IngestAnswer = z.infer<typeof IngestAnswer>;

/** Query of `GET …/updates`. */
export const UpdatesQuery = z.object({
  after_seq: queryInteger(Seq).default(0),
  stream_id: StreamId.optional(),
  limit: queryInteger(z.int().min(1).max(limits.maxPageUpdates)).default(1000),
  /** How long to wait for an update if there is none yet, in seconds. */
  wait_seconds: queryNumber.pipe(z.number().min(0).max(limits.maxWaitSeconds)).default(0),
});
/** Query of `GET …/updates`. */
export type UpdatesQuery = z.infer<typeof UpdatesQuery>;

/** Query of the flat endpoint: where to go on from. Without `after_seq` the state comes first. */
export const FlatQuery = z.object({
  after_seq: queryInteger(Seq).optional(),
  stream_id: StreamId.optional(),
});
/** Query of the flat endpoint: where to go on from. Without `after_seq` the state comes first. */
export type FlatQuery = z.infer<typeof FlatQuery>;

/** Answer of `GET …/updates`: lossless, in order. */
export const UpdatesPage = z.object({
  stream_id: StreamId,
  /** The oldest seq that the log still holds; 1 unless retention removed some. */
  first_seq: Seq,
  updates: z.array(TrainingUpdate),
  /** The `after_seq` of the next page. */
  next_after_seq: Seq,
  /** Whether the training has ended and nothing follows this page. */
  ended: z.boolean(),
});
/** Answer of `GET …/updates`: lossless, in order. */
export type UpdatesPage = z.infer<typeof UpdatesPage>;

/** Query of `GET /trainings`. */
export const TrainingsQuery = z.object({
  status: Status.optional(),
  /** Text to be found in the id, the name or a tag. */
  q: z.string().max(256).optional(),
  limit: queryInteger(z.int().min(1).max(limits.maxPageTrainings)).default(100),
  cursor: z.string().min(1).max(512).optional(),
});
/** Query of `GET /trainings`. */
export type TrainingsQuery = z.infer<typeof TrainingsQuery>;

/** Answer of `GET /trainings`: newest first. */
export const TrainingsPage = z.object({
  trainings: z.array(TrainingSummary),
  /** Give it as `cursor` for the next page; absent on the last. */
  next_cursor: z.string().optional(),
});
/** Answer of `GET /trainings`: newest first. */
export type TrainingsPage = z.infer<typeof TrainingsPage>;

const JsonObject = z
  .record(z.string(), z.unknown())
  .refine((value) => isNestedAtMost(value, limits.maxConfigDepth), {
    error: `must be nested at most ${limits.maxConfigDepth} levels deep`,
  });

const Name = StoredText.min(1).max(256);
const Tags = z.array(StoredText.min(1).max(64)).max(32);

/** Body of `POST /trainings`: a recipe to start, or a training to register whose trainer runs elsewhere. */
export const StartTraining = z.object({
  recipe: z.string().min(1).max(128).optional(),
  params: JsonObject.optional(),
  train_id: TrainId.optional(),
  name: Name.optional(),
  config: JsonObject.optional(),
  tags: Tags.optional(),
  retention: Retention.optional(),
});
/** Body of `POST /trainings`: a recipe to start, or a training to register whose trainer runs elsewhere. */
export type StartTraining = z.infer<typeof StartTraining>;

/** Body of `PATCH /trainings/{id}`: what it names is changed, the rest stays; `null` clears. */
export const PatchTraining = z.object({
  name: Name.nullable().optional(),
  tags: Tags.optional(),
  notes: StoredText.max(limits.maxNotesLength).nullable().optional(),
  retention: Retention.nullable().optional(),
});
/** Body of `PATCH /trainings/{id}`: what it names is changed, the rest stays; `null` clears. */
export type PatchTraining = z.infer<typeof PatchTraining>;

/** Query of `DELETE /trainings/{id}`. */
export const DeleteQuery = z.object({
  /** Whether also a training that is starting or running goes. */
  force: z
    .enum(["true", "false"])
    .default("false")
    .transform((force) => force === "true"),
});
/** Query of `DELETE /trainings/{id}`. */
export type DeleteQuery = z.infer<typeof DeleteQuery>;

/** Answer of `POST /trainings`. `started` says that the request was accepted. */
export const StartAnswer = z.object({
  status: z.literal("started"),
  train_id: TrainId,
  training_status: OpenStatus,
});
/** Answer of `POST /trainings`. `started` says that the request was accepted. */
export type StartAnswer = z.infer<typeof StartAnswer>;

/** Answer of `GET /version`: which protocols the server speaks, so that a browser can tell why it was refused. */
export const VersionAnswer = z.object({
  name: z.string(),
  version: z.string(),
  supported: z.array(z.string()),
  capabilities: z.array(z.string()),
});
/** Answer of `GET /version`: which protocols the server speaks. */
export type VersionAnswer = z.infer<typeof VersionAnswer>;

/** Body of every REST error and refused upgrade. */
export const ErrorAnswer = z.looseObject({
  code: OpenErrorCode,
  message: z.string(),
  /** What to do about it. */
  remedy: z.string().optional(),
  /** With `too_many_requests`: how long to wait, as `Retry-After` says. */
  retry_after_seconds: z.number().min(0).optional(),
});
/** Body of every REST error and refused upgrade. */
export type ErrorAnswer = z.infer<typeof ErrorAnswer>;
