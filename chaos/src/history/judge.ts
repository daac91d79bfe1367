import { ExpectedFlat } from "./expected-flat.ts";
import type { Finding, TrainingHistory } from "./history.ts";
import { judgeLog, judgeSent } from "./judge-log.ts";
import { judgeViewer } from "./judge-viewer.ts";

/** Judges all that is known of one training. Nothing found means: nothing lost, repeated, reordered or changed. */
export function judge(history: TrainingHistory): Finding[] {
  const expectedFlat = new ExpectedFlat(history.trainId, history.log);
  return [
    ...judgeLog(history),
    ...judgeSent(history),
    ...history.viewers.flatMap((viewer) => judgeViewer(viewer, { history, expectedFlat })),
  ];
}
