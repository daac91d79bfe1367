import { useMemo, useSyncExternalStore } from "react";
import type { FollowOptions } from "../follow/following.ts";
import { type TrainingSnapshot, waitingSnapshot } from "../follow/snapshot.ts";
import { ObservableValue } from "../observable.ts";
import type { TrainwireClient } from "../trainwire-client.ts";
import { followingStore } from "./following-store.ts";

/**
 * Follows a training while the component is mounted. `trainId` null follows nothing. A change of client, id or
 * options follows anew; options are compared one by one, so an object literal is fine.
 */
export function useTraining(
  client: TrainwireClient,
  trainId: string | null,
  options: FollowOptions = {},
): TrainingSnapshot {
  const { afterSeq, streamId, keepUpdates, signal } = options;
  const store = useMemo(() => {
    const given: FollowOptions = {
      ...(afterSeq !== undefined && { afterSeq }),
      ...(streamId !== undefined && { streamId }),
      ...(keepUpdates !== undefined && { keepUpdates }),
      ...(signal !== undefined && { signal }),
    };
    const waiting = waitingSnapshot(trainId ?? "");
    if (trainId === null) return new ObservableValue(waiting);
    return followingStore(() => client.follow(trainId, given), waiting);
  }, [client, trainId, afterSeq, streamId, keepUpdates, signal]);
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}
