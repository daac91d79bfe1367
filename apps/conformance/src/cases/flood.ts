import { limits } from "@trainwire/protocol";
import type { CaseContext } from "../context.ts";

const floodRequests = 40;
const recordsPerRequest = 6;

/** How many records `flood` publishes. */
export const floodRecords = floodRequests * recordsPerRequest;

/** Publishes some 14 MB, more than loopback buffers hold, and returns the head. */
export async function flood(ctx: CaseContext, trainId: string): Promise<number> {
  const trainer = ctx.trainer(trainId);
  const names = Array.from({ length: 400 }, (_, index) =>
    `${"metric-".repeat(17)}${index}`.slice(-limits.maxMetricNameLength),
  );
  const metrics = Object.fromEntries(names.map((name) => [name, 0.123456789]));
  let head = 0;
  for (let request = 0; request < floodRequests; request += 1) {
    const { seq } = await trainer.publish(Array.from({ length: recordsPerRequest }, () => ({ metrics })));
    head = seq;
  }
  return head;
}
