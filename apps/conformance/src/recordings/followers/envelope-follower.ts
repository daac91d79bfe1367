import type { TrainingUpdate } from "@trainwire/protocol";
import type { Handshake } from "../../actors/handshake.ts";
import { Viewer } from "../../actors/viewer.ts";
import { ConformanceError } from "../../errors.ts";
import type { ServerStage } from "../../stage.ts";
import type { EnvelopeSighting } from "../system-recording.ts";
import { againUntilTheEnd, untilTheEndMs } from "./follow.ts";

/** How a viewer of `/ws` follows a training. */
export interface EnvelopeFollowing {
  readonly actor: string;
  readonly handshake?: Handshake;
  /** Whether it asks for the whole history, or takes a snapshot and what follows it, as older viewers do. */
  readonly fromStart: boolean;
  /** Kills its own connection once it has seen so many updates, for each of these numbers. */
  readonly cuts?: readonly number[];
  /** Resolves when it is to begin to read; until then it stays connected, and slow. */
  readonly readsAfter?: Promise<unknown>;
  /** Told of each update as it comes. */
  readonly onUpdate?: () => void;
}

/** Follows a training to its end; after each lost connection it resumes. */
export async function followEnvelopes(
  stage: ServerStage,
  trainId: string,
  following: EnvelopeFollowing,
): Promise<EnvelopeSighting> {
  const { actor, fromStart } = following;
  const seen = { updates: [], completed: [], losses: 0, problem: undefined };
  const sighting: EnvelopeSighting = { actor, fromStart, ...seen };
  let streamId: string | undefined;
  sighting.problem = await againUntilTheEnd(stage, async () => {
    const viewer = await Viewer.open(stage, actor, following.handshake);
    try {
      const last = sighting.updates.at(-1)?.seq;
      const resumes = fromStart || last !== undefined;
      const position = { after_seq: last ?? 0, ...(streamId !== undefined && { stream_id: streamId }) };
      const { stream_id } = await viewer.subscribe(trainId, resumes ? position : {});
      streamId = stream_id;
      if (following.readsAfter) await readLater(viewer, following.readsAfter);
      await readToTheEnd(viewer, sighting, following);
    } catch (error) {
      if (error instanceof ConformanceError && !stage.ended.aborted) sighting.losses += 1;
      throw error;
    } finally {
      viewer.connection.kill();
    }
  });
  return sighting;
}

async function readLater(viewer: Viewer, begin: Promise<unknown>): Promise<void> {
  viewer.connection.stopReading();
  await begin;
  viewer.connection.readOn();
}

async function readToTheEnd(
  viewer: Viewer,
  { updates, completed, losses }: EnvelopeSighting,
  { cuts = [], onUpdate }: EnvelopeFollowing,
): Promise<void> {
  const cutAt = cuts[losses] ?? Number.POSITIVE_INFINITY;
  while (completed.length === 0) {
    const message = await viewer.connection.next("an update or the end", untilTheEndMs);
    if (message.type === "training_update") {
      updates.push(message);
      onUpdate?.();
    } else if (message.type === "training_completed") completed.push(message.seq);
    else throw new ConformanceError("expectation", `a ${message.type} came between the updates`);
    if (updates.length >= cutAt) throw new ConformanceError("expectation", "the suite cut the connection");
  }
  // Whatever comes before the answer to a ping came after the end.
  viewer.send({ type: "ping", id: "after-the-end" });
  for (;;) {
    const message = await viewer.connection.next("pong");
    if (message.type === "pong") return;
    if (message.type === "training_update") updates.push(message);
    if (message.type === "training_completed") completed.push(message.seq);
  }
}

/** The stored updates among what a viewer received. */
export function storedUpdates({ updates }: EnvelopeSighting): TrainingUpdate[] {
  return updates.filter(({ snapshot }) => !snapshot);
}
