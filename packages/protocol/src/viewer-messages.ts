import { z } from "zod";
import { Seq, StreamId, TrainId } from "./ids.ts";

/** Asks for a training's updates: from now on with a snapshot first, or from after `after_seq` without one. */
export const SubscribeTraining = z.object({
  type: z.literal("subscribe_training"),
  train_id: TrainId,
  after_seq: Seq.optional(),
  stream_id: StreamId.optional(),
});
/** Asks for a training's updates: from now on with a snapshot first, or from after `after_seq` without one. */
export type SubscribeTraining = z.infer<typeof SubscribeTraining>;

/** Ends the subscription to a training. Frames already on their way may still arrive. */
export const UnsubscribeTraining = z.object({ type: z.literal("unsubscribe_training"), train_id: TrainId });
/** Ends the subscription to a training. Frames already on their way may still arrive. */
export type UnsubscribeTraining = z.infer<typeof UnsubscribeTraining>;

/** Asks for the list of trainings, kept current: at most one change per training and second. */
export const SubscribeTrainings = z.object({ type: z.literal("subscribe_trainings") });
/** Asks for the list of trainings, kept current: at most one change per training and second. */
export type SubscribeTrainings = z.infer<typeof SubscribeTrainings>;

/** Ends the subscription to the list of trainings. */
export const UnsubscribeTrainings = z.object({ type: z.literal("unsubscribe_trainings") });
/** Ends the subscription to the list of trainings. */
export type UnsubscribeTrainings = z.infer<typeof UnsubscribeTrainings>;

/** Asks for a `pong`: how a browser, which cannot send WebSocket pings, finds a dead connection. */
export const Ping = z.object({
  type: z.literal("ping"),
  id: z.union([z.string().max(128), z.number()]).optional(),
});
/** Asks for a `pong`: how a browser, which cannot send WebSocket pings, finds a dead connection. */
export type Ping = z.infer<typeof Ping>;

/** Every message that a viewer sends on `/ws`. */
export const ViewerMessage = z.discriminatedUnion("type", [
  SubscribeTraining,
  UnsubscribeTraining,
  SubscribeTrainings,
  UnsubscribeTrainings,
  Ping,
]);
/** Every message that a viewer sends on `/ws`. */
export type ViewerMessage = z.infer<typeof ViewerMessage>;
