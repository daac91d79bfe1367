import type { TrainingSummary, TrainingsPage, TrainingsQuery } from "@trainwire/protocol";
import type { Trainings } from "./trainings.ts";

/** How many trainings are looked at in one slice. */
const scanSize = 20;
/** About the most text that one page, or one message of the list, holds; a single training may exceed it. */
export const maxPageLength = 1024 * 1024;

/** Who asks for a page. */
export interface Asker {
  /** Which trainings it may see. */
  readonly maySee: (trainId: string) => boolean;
  /** Whether it still waits; the search ends early, with what was found, if not. */
  readonly waits: () => boolean;
}

/**
 * A page of trainings that match the query and that the asker may see, newest first. It is looked for until the
 * page is full or there is nothing more, however many trainings lie between.
 */
export async function listPage(
  trainings: Trainings,
  query: TrainingsQuery,
  { maySee, waits }: Asker,
): Promise<TrainingsPage> {
  const found: TrainingSummary[] = [];
  let length = 0;
  let cursor = query.cursor;
  for (;;) {
    const listed = await trainings.list(scanSize, { cursor, maySee });
    for (const { summary, cursor: next } of listed) {
      const isMatch = summary !== undefined && matches(summary, query);
      if (isMatch) length += lengthOf(summary);
      if (found.length === query.limit || (isMatch && found.length > 0 && length > maxPageLength))
        return { trainings: found, ...(cursor !== undefined && { next_cursor: cursor }) };
      if (isMatch) found.push(summary);
      cursor = next;
    }
    if (listed.length < scanSize || !waits()) return { trainings: found };
  }
}

/** How much text a training takes in a list. */
export function lengthOf(summary: TrainingSummary): number {
  return JSON.stringify(summary).length;
}

function matches(summary: TrainingSummary, { status, q }: TrainingsQuery): boolean {
  if (status !== undefined && summary.status !== status) return false;
  if (q === undefined) return true;
  const wanted = q.toLowerCase();
  const texts = [summary.job_id, summary.name ?? "", ...(summary.tags ?? [])];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}
