import { useMemo, useSyncExternalStore } from "react";
import { type TrainingsSnapshot, waitingTrainings } from "../follow/snapshot.ts";
import type { TrainwireClient } from "../trainwire-client.ts";
import { followingStore } from "./following-store.ts";

/** Follows the list of trainings, newest first, while the component is mounted. */
export function useTrainings(client: TrainwireClient): TrainingsSnapshot {
  const store = useMemo(() => followingStore(() => client.followTrainings(), waitingTrainings), [client]);
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}
