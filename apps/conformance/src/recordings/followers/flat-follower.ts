import { FlatViewer } from "../../actors/flat-viewer.ts";
import type { ServerStage } from "../../stage.ts";
import type { FlatSighting } from "../system-recording.ts";
import { againUntilTheEnd, untilTheEndMs } from "./follow.ts";

/** How a viewer of the flat endpoint follows a training. */
export interface FlatFollowing {
  readonly actor: string;
  /** Whether it asks for the whole history, or takes the state and what follows it, as older viewers do. */
  readonly fromStart: boolean;
  /** Told of each state as it comes. */
  readonly onUpdate?: () => void;
}

/** Follows a training on the flat endpoint to its end; after each lost connection it resumes. */
export async function followFlat(
  stage: ServerStage,
  trainId: string,
  { actor, fromStart, onUpdate }: FlatFollowing,
): Promise<FlatSighting> {
  const sighting: FlatSighting = { actor, fromStart, states: [], losses: 0, problem: undefined };
  sighting.problem = await againUntilTheEnd(stage, async () => {
    const last = sighting.states.at(-1);
    const position = last ? `?after_seq=${last.seq}&stream_id=${last.stream_id}` : "?after_seq=0";
    const path = `/ws/training/${trainId}${fromStart || last ? position : ""}`;
    const viewer = await FlatViewer.open(stage, actor, { path });
    try {
      while (sighting.states.at(-1)?.complete !== true) {
        sighting.states.push(await viewer.connection.next("a state", untilTheEndMs));
        onUpdate?.();
      }
      await viewer.connection.expectClosed(1000);
    } catch (error) {
      if (!stage.ended.aborted) sighting.losses += 1;
      throw error;
    } finally {
      viewer.connection.kill();
    }
  });
  return sighting;
}
