import { z } from "zod";
import { AttemptSummary } from "./attempts.ts";
import { ParameterValue } from "./recipes.ts";
import { Retention } from "./retention.ts";
import { TrainingState } from "./state.ts";

/** A training as lists and `GET /trainings/{id}` show it: its state, flat, and what its record adds. */
export const TrainingSummary = TrainingState.extend({
  name: z.string().nullable().optional(),
  tags: z.array(z.string()).optional(),
  created_at: z.string().optional(),
  /** What it was started from, if the server started it. */
  recipe: z.string().optional(),
  /** What the recipe was given; not in lists. */
  params: z.record(z.string(), ParameterValue).optional(),
  /** While it is queued by the server: how many start before it, and itself. */
  queue_position: z.int().min(1).optional(),
  /** Those that the server started, the newest 100, oldest first; not in lists. */
  attempts: z.array(AttemptSummary).optional(),
  /** What it was registered with; not in lists. */
  config: z.record(z.string(), z.unknown()).nullable().optional(),
  /** Not in lists. */
  notes: z.string().nullable().optional(),
  /** The training's own; not in lists. */
  retention: Retention.nullable().optional(),
});
/** A training as lists and `GET /trainings/{id}` show it: its state, flat, and what its record adds. */
export type TrainingSummary = z.infer<typeof TrainingSummary>;
