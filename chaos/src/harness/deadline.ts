import { setTimeout as pause } from "node:timers/promises";

/** How often something outside of this process is looked at while it is waited for. */
const lookEveryMs = 20;

/** Looks again and again until it is so, or the time is over. Returns whether it became so. */
export async function becomesSo(isSo: () => Promise<boolean> | boolean, withinMs: number): Promise<boolean> {
  const untilMs = performance.now() + withinMs;
  for (;;) {
    if (await isSo()) return true;
    if (performance.now() > untilMs) return false;
    await pause(lookEveryMs);
  }
}

/** Waits, but no longer than until the signal. */
export async function pauseUnless(signal: AbortSignal, ms: number): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}
