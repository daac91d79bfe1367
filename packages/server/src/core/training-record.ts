import { Retention, TrainId } from "@trainwire/protocol";
import { z } from "zod";
import { Params } from "./recipe-file.ts";

/** What is kept of a training beside its log. */
export const TrainingRecord = z.object({
  train_id: TrainId,
  name: z.string().nullable(),
  tags: z.array(z.string()).readonly(),
  config: z.record(z.string(), z.unknown()).nullable(),
  /** RFC 3339 UTC. */
  created_at: z.string(),
  /** What the server started it from, if it did. */
  recipe: z.string().optional(),
  params: Params.optional(),
  notes: z.string().nullable().default(null),
  /** The training's own, beside the server's. */
  retention: Retention.nullable().default(null),
});
/** What is kept of a training beside its log. */
export type TrainingRecord = z.infer<typeof TrainingRecord>;
