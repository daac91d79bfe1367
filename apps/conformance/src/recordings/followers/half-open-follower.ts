import { readHealth } from "../../actors/health.ts";
import { Viewer } from "../../actors/viewer.ts";
import { ConformanceError } from "../../errors.ts";
import type { ServerStage } from "../../stage.ts";
import type { HalfOpenSighting } from "../system-recording.ts";

const longestHeartbeatSeconds = 30;

/** Subscribes and then gives no sign of life, until the server drops it or should have done so. */
export async function goHalfOpen(stage: ServerStage, trainId: string): Promise<HalfOpenSighting> {
  const openedAtMs = performance.now();
  const viewer = await Viewer.open(stage, "half-open", { answersPings: false });
  await viewer.subscribe(trainId, { after_seq: 0 });
  const countsMeanwhile = await readHealth(stage);
  const heartbeatSeconds = Math.min(viewer.welcome?.heartbeat_seconds ?? 0, longestHeartbeatSeconds);
  const deadline = openedAtMs + 2 * heartbeatSeconds * 1000 + stage.bands.promptMs;
  try {
    for (;;) await viewer.connection.next("updates or to be dropped", deadline - performance.now());
  } catch (error) {
    if (!(error instanceof ConformanceError)) throw error;
    const isDropped = !viewer.connection.isOpen && !stage.ended.aborted;
    const droppedAfterMs = isDropped ? performance.now() - openedAtMs : undefined;
    return { heartbeatSeconds, countsMeanwhile, droppedAfterMs };
  } finally {
    viewer.connection.kill();
  }
}
