import { problemText } from "../../shared/problem-text.ts";

/** What became of an action on many trainings. */
export interface BulkOutcome {
  readonly done: number;
  /** For people: which training it was, and why not. */
  readonly problems: readonly string[];
}

const atOnce = 6;

/** Does the same to many trainings, a few at a time, and goes on where one refuses. Never rejects. */
export async function doToAll(
  trainIds: readonly string[],
  action: (trainId: string) => Promise<unknown>,
): Promise<BulkOutcome> {
  const waiting = [...trainIds];
  const problems: string[] = [];
  const work = async (): Promise<void> => {
    for (let trainId = waiting.shift(); trainId !== undefined; trainId = waiting.shift()) {
      try {
        await action(trainId);
      } catch (error) {
        problems.push(`${trainId}: ${problemText(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { done: trainIds.length - problems.length, problems };
}
