import { z } from "zod";
import { LatencyMs } from "../measurement.ts";

/** What the latency probe prints. */
export const ProbeResult = z.object({ latencyMs: LatencyMs, lost: z.number(), repeated: z.number() });
/** What the latency probe prints. */
export type ProbeResult = z.infer<typeof ProbeResult>;
