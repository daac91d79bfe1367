import type { TrainwireClient } from "@trainwire/client";
import { useMemo, useState, useSyncExternalStore } from "react";
import { type FeedSnapshot, TrainingFeed } from "./training-feed.ts";

/** So many of the newest updates are read for what happened before. */
const readBack = 500;

const nothing: FeedSnapshot = { events: [], names: [], readFrom: 0 };
const noFeed = { get: () => nothing, subscribe: () => () => undefined };

/**
 * What happened in a training. `head` is its seq when it was first seen, null before; reading begins a little
 * earlier, and further back at each call of `readOlder`.
 */
export function useTrainingFeed(
  client: TrainwireClient,
  trainId: string,
  head: number | null,
): FeedSnapshot & { readonly readOlder: (() => void) | null } {
  const [pages, setPages] = useState(1);
  const [firstHead, setFirstHead] = useState<number | null>(null);
  if (firstHead === null && head !== null) setFirstHead(head);
  const from = firstHead === null ? null : Math.max(0, firstHead - readBack * pages ** 2);
  const { subscribe, get } = useMemo(
    () => (from === null ? noFeed : new TrainingFeed(client, trainId, from)),
    [client, trainId, from],
  );
  const snapshot = useSyncExternalStore(subscribe, get);
  return useMemo(
    () => ({ ...snapshot, readOlder: snapshot.readFrom > 0 ? () => setPages((count) => count + 1) : null }),
    [snapshot],
  );
}
