import { useMemo, useSyncExternalStore } from "react";
import type { TrainwireClient } from "../connect.ts";
import type { Following, FollowOptions } from "../follow/following.ts";
import { type TrainingSnapshot, waitingSnapshot } from "../follow/snapshot.ts";
import type { Observable } from "../observable.ts";

/**
 * Follows a training while the component is mounted. `trainId` null follows nothing. A change of client, id or
 * options follows anew; options are compared one by one, so an object literal is fine.
 */
export function useTraining(
  client: TrainwireClient,
  trainId: string | null,
  options: FollowOptions = {},
): TrainingSnapshot {
  const { afterSeq, streamId, signal } = options;
  const store = useMemo(() => {
    const given: FollowOptions = {
      ...(afterSeq !== undefined && { afterSeq }),
      ...(streamId !== undefined && { streamId }),
      ...(signal !== undefined && { signal }),
    };
    return trainingStore(client, trainId, given);
  }, [client, trainId, afterSeq, streamId, signal]);
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

/** Follows from the first subscriber to the last, since rendering itself must not open a connection. */
function trainingStore(
  client: TrainwireClient,
  trainId: string | null,
  options: FollowOptions,
): Observable<TrainingSnapshot> {
  let following: Following | null = null;
  let snapshot = waitingSnapshot(trainId ?? "");
  return {
    get: () => following?.snapshot.get() ?? snapshot,
    subscribe: (listener) => {
      if (trainId === null) return () => undefined;
      const own = client.follow(trainId, options);
      following = own;
      const forget = own.snapshot.subscribe(listener);
      return () => {
        forget();
        snapshot = own.snapshot.get();
        own.stop();
        if (following === own) following = null;
      };
    },
  };
}
