import type { TrainwireClient } from "@trainwire/client";
import { TrainingSummary } from "@trainwire/protocol";
import { useEffect, useState } from "react";

/**
 * The name a training was registered with, or null. It is on the training's record, not in its updates, so it
 * is asked for once, when the server is known to know the training.
 */
export function useTrainingName(client: TrainwireClient, trainId: string, known: boolean): string | null {
  const [name, setName] = useState<string | null>(null);
  useEffect(() => {
    if (!known) return undefined;
    const abort = new AbortController();
    const address = new URL(`/api/v1/trainings/${encodeURIComponent(trainId)}`, client.url);
    void fetch(address, { signal: abort.signal })
      .then(async (response) => TrainingSummary.parse(await response.json()).name ?? null)
      // Without a name the id serves; the connection badge tells of a server that is gone.
      .catch(() => null)
      .then((found) => !abort.signal.aborted && setName(found));
    return () => abort.abort();
  }, [client, trainId, known]);
  return name;
}
