import { z } from "zod";
import { Checkpoint } from "./artifacts.ts";
import { OpenErrorCode } from "./error-codes.ts";
import { countFields, Metrics, measuredFields, Nonfinite, optional, ServerEvent } from "./fields.ts";
import { Seq, StreamId, TrainId } from "./ids.ts";
import { openEnum } from "./open-enum.ts";
import { OpenHealth, OpenStatus } from "./status.ts";
import { TrainingSummary } from "./training-summary.ts";

/** The first message on a socket that named a subprotocol. */
export const Welcome = z.object({
  type: z.literal("welcome"),
  version: z.string(),
  server: z.string().optional(),
  capabilities: z.array(z.string()),
  heartbeat_seconds: z.number().positive(),
  limits: z.object({ max_frame_bytes: z.int(), max_subscriptions: z.int() }),
});
/** The first message on a socket that named a subprotocol. */
export type Welcome = z.infer<typeof Welcome>;

/** Answers a subscribe or unsubscribe. `seq` is the head of the log at that moment. */
export const SubscriptionConfirmed = z.object({
  type: z.literal("subscription_confirmed"),
  train_id: TrainId,
  status: openEnum(["subscribed", "unsubscribed"]),
  stream_id: StreamId,
  seq: Seq,
});
/** Answers a subscribe or unsubscribe. `seq` is the head of the log at that moment. */
export type SubscriptionConfirmed = z.infer<typeof SubscriptionConfirmed>;

/**
 * What an update says. In a stored update exactly what was reported: absent = not reported, `null` = not
 * finite. In a snapshot the whole state, where `null` also stands for never reported.
 */
export const Details = z.object({
  status: OpenStatus.optional(),
  ...optional(measuredFields),
  ...optional(countFields),
  timestamp: z.string().nullable().optional(),
  phase: z.string().optional(),
  reason: z.string().optional(),
  checkpoint: Checkpoint.optional(),
  metrics: Metrics.optional(),
  nonfinite: z.array(Nonfinite).optional(),
  event: ServerEvent.optional(),
  job_id: TrainId.optional(),
  stream_id: StreamId.optional(),
  complete: z.boolean().optional(),
});
/** What an update says: see the schema of the same name. */
export type Details = z.infer<typeof Details>;

/** An update's content: the state's headline after it, and what it reported. */
export const UpdateData = z.object({
  progress: z.number(),
  status: OpenStatus,
  health: OpenHealth.optional(),
  attempt: z.int().min(1).optional(),
  received_at: z.string().nullable().optional(),
  details: Details,
});
/** An update's content: the state's headline after it, and what it reported. */
export type UpdateData = z.infer<typeof UpdateData>;

/** One stored update, or, with `snapshot: true`, the whole state at the head of the log. */
export const TrainingUpdate = z.object({
  type: z.literal("training_update"),
  train_id: TrainId,
  seq: Seq,
  snapshot: z.boolean().optional(),
  data: UpdateData,
});
/** One stored update, or, with `snapshot: true`, the whole state at the head of the log. */
export type TrainingUpdate = z.infer<typeof TrainingUpdate>;

/** Marks the end of a training, with the final state. Its seq is the terminal update's, which was sent just before. */
export const TrainingCompleted = z.object({
  type: z.literal("training_completed"),
  train_id: TrainId,
  seq: Seq,
  data: UpdateData,
});
/** Marks the end of a training, with the final state. Its seq is the terminal update's, which was sent just before. */
export type TrainingCompleted = z.infer<typeof TrainingCompleted>;

/** A resume could not be honoured: what was held is void, and a snapshot follows. */
export const SubscriptionReset = z.object({
  type: z.literal("subscription_reset"),
  train_id: TrainId,
  stream_id: StreamId,
  first_seq: Seq,
  seq: Seq,
  reason: openEnum(["stream_changed", "past_end", "expired"]),
});
/** A resume could not be honoured: what was held is void, and a snapshot follows. */
export type SubscriptionReset = z.infer<typeof SubscriptionReset>;

/** Answers a subscribe or unsubscribe of the list of trainings. */
export const TrainingsConfirmed = z.object({
  type: z.literal("trainings_confirmed"),
  status: openEnum(["subscribed", "unsubscribed"]),
});
/** Answers a subscribe or unsubscribe of the list of trainings. */
export type TrainingsConfirmed = z.infer<typeof TrainingsConfirmed>;

/** Trainings that are new or changed since the last one; with `snapshot: true` the newest trainings, whole. */
export const TrainingsUpdate = z.object({
  type: z.literal("trainings_update"),
  snapshot: z.boolean().optional(),
  trainings: z.array(TrainingSummary),
  /** Trainings that were deleted since the last one. */
  removed: z.array(TrainId).optional(),
});
/** Trainings that are new or changed since the last one; with `snapshot: true` the newest trainings, whole. */
export type TrainingsUpdate = z.infer<typeof TrainingsUpdate>;

/** Something the viewer sent was not accepted. The socket stays open. */
export const ErrorMessage = z.object({
  type: z.literal("error"),
  code: OpenErrorCode,
  message: z.string(),
  train_id: z.string().optional(),
});
/** Something the viewer sent was not accepted. The socket stays open. */
export type ErrorMessage = z.infer<typeof ErrorMessage>;

/** Answers a `ping`, with its `id`. */
export const Pong = z.object({
  type: z.literal("pong"),
  id: z.union([z.string(), z.number()]).optional(),
});
/** Answers a `ping`, with its `id`. */
export type Pong = z.infer<typeof Pong>;

/** Every message that a server sends on `/ws`. */
export const ServerMessage = z.discriminatedUnion("type", [
  Welcome,
  SubscriptionConfirmed,
  TrainingUpdate,
  TrainingCompleted,
  SubscriptionReset,
  TrainingsConfirmed,
  TrainingsUpdate,
  ErrorMessage,
  Pong,
]);
/** Every message that a server sends on `/ws`. */
export type ServerMessage = z.infer<typeof ServerMessage>;
