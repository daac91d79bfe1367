import { setTimeout } from "node:timers/promises";
import { ConformanceError } from "../../errors.ts";
import type { ServerStage } from "../../stage.ts";

/** Longer than any scene: the end of the scene ends whoever waits. */
export const untilTheEndMs = 2 ** 31 - 1;

const retryMs = 50;

/**
 * Runs `attempt` until one resolves; after each that fails, another follows until the stage ends. What made the
 * last one fail is returned, `undefined` if one resolved. A fault of the suite is thrown on.
 */
export async function againUntilTheEnd(
  { ended }: ServerStage,
  attempt: () => Promise<void>,
): Promise<string | undefined> {
  for (;;) {
    try {
      await attempt();
      return undefined;
    } catch (error) {
      if (!(error instanceof ConformanceError)) throw error;
      if (ended.aborted) return error.message;
    }
    await setTimeout(retryMs, undefined, { signal: ended }).catch(() => {
      // The stage has ended: the next failure is the last.
    });
  }
}
