import type { TrainingSummary, TrainingsPage, TrainingsQuery } from "@trainwire/protocol";
import { nextTurn } from "./next-turn.ts";
import type { Trainings } from "./trainings.ts";

/** How many trainings are looked at before others get their turn. */
const scanSize = 100;
/** How many trainings one request looks at; a page that ends here tells where to go on. */
const maxScanned = 5000;

/** A page of trainings that match the query and that the requester may see, newest first. */
export async function listPage(
  trainings: Trainings,
  query: TrainingsQuery,
  maySee: (trainId: string) => boolean,
): Promise<TrainingsPage> {
  const found: TrainingSummary[] = [];
  let cursor = query.cursor;
  for (let scanned = 0; scanned < maxScanned; scanned += scanSize) {
    const listed = await trainings.list(scanSize, cursor);
    for (const each of listed) {
      if (found.length === query.limit)
        return { trainings: found, ...(cursor !== undefined && { next_cursor: cursor }) };
      if (maySee(each.summary.job_id) && matches(each.summary, query)) found.push(each.summary);
      cursor = each.cursor;
    }
    if (listed.length < scanSize) return { trainings: found };
    await nextTurn();
  }
  return { trainings: found, ...(cursor !== undefined && { next_cursor: cursor }) };
}

function matches(summary: TrainingSummary, { status, q }: TrainingsQuery): boolean {
  if (status !== undefined && summary.status !== status) return false;
  if (q === undefined) return true;
  const wanted = q.toLowerCase();
  const texts = [summary.job_id, summary.name ?? "", ...(summary.tags ?? [])];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}
