import type { TrainingSummary } from "@trainwire/protocol";
import { useCallback, useMemo, useState } from "react";

/** Which trainings of the list are selected; one that is deleted is no longer. */
export function useSelection(trainings: readonly TrainingSummary[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const selected = useMemo(() => trainings.filter(({ job_id }) => ids.has(job_id)), [trainings, ids]);
  const toggle = useCallback(
    (trainId: string) =>
      setIds((before) => {
        const after = new Set(before);
        if (!after.delete(trainId)) after.add(trainId);
        return after;
      }),
    [],
  );
  const clear = useCallback(() => setIds(new Set()), []);
  return { ids, selected, toggle, clear };
}
