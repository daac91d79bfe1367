import { useMemo, useSyncExternalStore } from "react";
import { type SeriesSnapshot, waitingSeries } from "../follow/following-series.ts";
import { ObservableValue } from "../observable.ts";
import type { SeriesRequest } from "../rest/series.ts";
import type { TrainwireClient } from "../trainwire-client.ts";
import { followingStore } from "./following-store.ts";

/**
 * Follows the series of a training for a chart while the component is mounted: down-sampled values and the live tail
 * after them. `trainId` null follows nothing. Another request, such as the range of a zoom, is asked for anew;
 * requests are compared by what they say, so an object literal is fine.
 */
export function useSeries(
  client: TrainwireClient,
  trainId: string | null,
  request: SeriesRequest = {},
): SeriesSnapshot {
  const asked = JSON.stringify(request);
  const store = useMemo(() => {
    const waiting = waitingSeries(trainId ?? "");
    if (trainId === null) return new ObservableValue(waiting);
    const wanted = JSON.parse(asked) as SeriesRequest;
    return followingStore(() => client.followSeries(trainId, wanted), waiting);
  }, [client, trainId, asked]);
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}
