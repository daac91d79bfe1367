import { useMemo, useSyncExternalStore } from "react";
import type { TrainwireClient } from "../connect.ts";
import type { FollowingTrainings } from "../follow/following-trainings.ts";
import { type TrainingsSnapshot, waitingTrainings } from "../follow/snapshot.ts";
import type { Observable } from "../observable.ts";

/** Follows the list of trainings, newest first, while the component is mounted. */
export function useTrainings(client: TrainwireClient): TrainingsSnapshot {
  const store = useMemo(() => trainingsStore(client), [client]);
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

/** Follows from the first subscriber to the last, since rendering itself must not open a connection. */
function trainingsStore(client: TrainwireClient): Observable<TrainingsSnapshot> {
  let following: FollowingTrainings | null = null;
  let snapshot = waitingTrainings;
  return {
    get: () => following?.snapshot.get() ?? snapshot,
    subscribe: (listener) => {
      const own = client.followTrainings();
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
