import { z } from "zod";
import { openEnum } from "./open-enum.ts";

/**
 * One attempt that a launcher of the server started: how it went, and the proof that nothing of it is left. Times are
 * RFC 3339 UTC, memory in GiB.
 */
export const AttemptSummary = z.object({
  attempt: z.int().min(1),
  launcher: openEnum(["process", "docker"]),
  started_at: z.string(),
  /** Absent while it runs. */
  ended_at: z.string().optional(),
  /** How it ended: by itself, or by the signal that it took. */
  ended_by: openEnum(["itself", "TERM", "KILL"]).optional(),
  /** Absent where it is not known, such as of a process that a signal ended. */
  exit_code: z.int().optional(),
  reason: z.string().optional(),
  out_of_memory: z.boolean().optional(),
  /** The checkpoint that it went on from. */
  resumed_from: z.string().optional(),
  resumed_at_step: z.int().min(0).optional(),
  /** The GPUs that it was given. */
  gpus: z.array(z.int().min(0)).optional(),
  /** When it was looked at what is left of it. */
  checked_at: z.string().optional(),
  /** Whether nothing is: no process, and GPU memory is back where it was. */
  is_clean: z.boolean().optional(),
  /** Processes that outlived it, and were ended. */
  processes_ended: z.int().min(0).optional(),
  /** Processes that are alive still. */
  processes_left: z.int().min(0).optional(),
  /** Used on each of its GPUs before it began and after it ended. */
  gpu_memory_before_gb: z.array(z.number().min(0)).optional(),
  gpu_memory_after_gb: z.array(z.number().min(0)).optional(),
});
/** One attempt that a launcher of the server started. */
export type AttemptSummary = z.infer<typeof AttemptSummary>;
