import { z } from "zod";

/** How long something took, in milliseconds. */
export const LatencyMs = z.object({ p50: z.number(), p99: z.number(), p999: z.number(), max: z.number() });
/** How long something took, in milliseconds. */
export type LatencyMs = z.infer<typeof LatencyMs>;

/** What one run found. What a scenario does not measure is absent. */
export const Measurement = z.object({
  /** CPU seconds of the server and its children, user and system, per million units of the scenario. */
  cpuSecondsPerMillion: z.number().optional(),
  /** Units of the scenario per second. */
  perSecond: z.number().optional(),
  latencyMs: LatencyMs.optional(),
  /** What each idle viewer adds to the server's resident memory. */
  kilobytesPerViewer: z.number().optional(),
  /** Resident memory of the server at the end. */
  serverMegabytes: z.number().optional(),
  /** Bytes on the wire per delivery, frame header included. */
  bytesPerDelivery: z.number().optional(),
  lost: z.number(),
  repeated: z.number(),
  /** What else went wrong: misrouted updates, refused requests, closed connections. */
  faults: z.number(),
  /** CPUs that other work of the machine took meanwhile, time stolen by its host included. */
  otherCpus: z.number().optional(),
});
/** What one run found: see the schema of the same name. */
export type Measurement = z.infer<typeof Measurement>;

/** Whether every update arrived exactly once. What a run measured that was not sound does not count. */
export function isSound({ lost, repeated, faults }: Measurement): boolean {
  return lost + repeated + faults === 0;
}
