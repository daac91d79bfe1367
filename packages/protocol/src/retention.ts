import { z } from "zod";

/**
 * How much of a training's log is kept. Each limit that is given holds; without one nothing is removed. The
 * newest update and the state are kept in any case.
 */
export const Retention = z.object({
  /** Updates received longer ago may be removed. */
  days: z.number().positive().max(36_500).optional(),
  /** How many of the newest updates are kept. */
  updates: z.int().min(1).optional(),
  /** How many bytes of the newest updates are kept: their `training_update` messages in UTF-8. */
  bytes: z.int().min(1).optional(),
});
/** How much of a training's log is kept. */
export type Retention = z.infer<typeof Retention>;
