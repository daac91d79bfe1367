import { fetchLog } from "../actors/filler.ts";
import type { Trainer } from "../actors/trainer.ts";
import type { Viewer } from "../actors/viewer.ts";
import type { TrainingHistory } from "../history/history.ts";

/** A training of a proof: those who publish it, in order of their attempts. */
export interface WatchedTraining {
  readonly trainId: string;
  readonly trainers: readonly Trainer[];
}

/** Puts together what is known of a training: its log as REST has it now, what was sent, and what its viewers saw. */
export async function historyOf(
  url: () => string,
  training: WatchedTraining,
  context: { readonly viewers: readonly Viewer[]; readonly giveUp: AbortSignal },
): Promise<TrainingHistory> {
  const { trainId, trainers } = training;
  const { streamId, log } = await fetchLog(url, trainId, context.giveUp);
  return {
    trainId,
    streamId,
    log,
    sent: trainers.flatMap((trainer) => trainer.sent),
    viewers: context.viewers
      .flatMap(({ histories }) => histories)
      .filter((history) => history.trainId === trainId),
  };
}
