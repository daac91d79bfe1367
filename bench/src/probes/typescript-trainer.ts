import { setTimeout as delay } from "node:timers/promises";
import { publishTraining } from "@trainwire/client";
import { monotonicMs, type Schedule } from "./schedule.ts";

/** Makes the reports through the TypeScript publisher; resolves when the last one was made. */
export async function reportFromTypeScript(
  url: string,
  { trainIds, reports, intervalMs }: Schedule,
  flushMs: number | undefined,
): Promise<void> {
  const publishers = trainIds.map((trainId) =>
    publishTraining({ url, trainId, ...(flushMs !== undefined && { flushMs }) }),
  );
  const startMs = monotonicMs() + intervalMs;
  for (let number = 0; number < reports; number += 1) {
    const dueMs = startMs + number * intervalMs;
    const waitMs = dueMs - monotonicMs();
    if (waitMs > 0) await delay(waitMs);
    const step = Math.floor(number / trainIds.length);
    publishers[number % trainIds.length]?.report({ step, loss: 0.234, metrics: { due_ms: dueMs, number } });
  }
  await Promise.all(publishers.map((publisher) => publisher[Symbol.asyncDispose]()));
}
