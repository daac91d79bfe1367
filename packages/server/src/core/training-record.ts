import { TrainId } from "@trainwire/protocol";
import { z } from "zod";

/** What is kept of a training beside its log. */
export const TrainingRecord = z.object({
  train_id: TrainId,
  name: z.string().nullable(),
  tags: z.array(z.string()).readonly(),
  config: z.record(z.string(), z.unknown()).nullable(),
  /** RFC 3339 UTC. */
  created_at: z.string(),
});
/** What is kept of a training beside its log. */
export type TrainingRecord = z.infer<typeof TrainingRecord>;
