import { z } from "zod";
import { Checkpoint } from "./artifacts.ts";
import {
  countFields,
  Metrics,
  measuredFields,
  Nonfinite,
  optional,
  Reason,
  ServerEvent,
  textFields,
} from "./fields.ts";
import { Seq, StreamId, TrainId } from "./ids.ts";
import { OpenHealth, OpenStatus } from "./status.ts";

const { progress: _progress, ...measured } = measuredFields;

/**
 * The state of a training after an update, with every field carried forward: what flat messages, snapshots
 * and `GET /trainings/{id}` show. The 14 fields of the first flat format are always present, `null` if never
 * reported or not finite; `progress` is always a finite number from 0 to 100.
 */
export const TrainingState = z.object({
  job_id: TrainId,
  status: OpenStatus,
  progress: z.number().min(0).max(100),
  ...optional(measured),
  current_epoch: z.number().nullable(),
  total_epochs: z.number().nullable(),
  current_step: countFields.current_step,
  total_steps: countFields.total_steps,
  loss: z.number().nullable(),
  eval_loss: z.number().nullable(),
  samples_per_second: z.number().nullable(),
  gpu_memory_allocated_gb: z.number().nullable(),
  eta_seconds: z.number().nullable(),
  timestamp: z.string().nullable(),
  complete: z.boolean(),
  seq: Seq,
  stream_id: StreamId,
  attempt: z.int().min(1),
  health: OpenHealth,
  received_at: z.string().nullable(),
  phase: textFields.phase.optional(),
  reason: Reason.optional(),
  checkpoint: Checkpoint.optional(),
  rank: countFields.rank.optional(),
  world_size: countFields.world_size.optional(),
  metrics: Metrics.optional(),
  nonfinite: z.array(Nonfinite).optional(),
  event: ServerEvent.optional(),
});
/** The state of a training after an update, with every field carried forward. */
export type TrainingState = z.infer<typeof TrainingState>;

/** One message of `/ws/training/{job_id}`: the state, flat. */
export const FlatMessage = TrainingState.describe("One message of /ws/training/{job_id}");
/** One message of `/ws/training/{job_id}`: the state, flat. */
export type FlatMessage = TrainingState;
