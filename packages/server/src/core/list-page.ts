import type { TrainingSummary, TrainingsPage, TrainingsQuery } from "@trainwire/protocol";
import type { Trainings } from "./trainings.ts";

/** How many trainings are looked at per step while a filter is sought. */
const scanSize = 200;

/** A page of trainings that match the query, newest first. */
export async function listPage(trainings: Trainings, query: TrainingsQuery): Promise<TrainingsPage> {
  const found: TrainingSummary[] = [];
  let cursor = query.cursor;
  do {
    const missing = query.limit - found.length;
    // With a filter most may not match; without one, exactly the missing ones are read, so that the cursor fits.
    const page = await trainings.list(Math.min(missing, scanSize), cursor);
    found.push(
      ...page.trainings.map((training) => training.summary).filter((summary) => matches(summary, query)),
    );
    cursor = page.nextCursor;
  } while (cursor !== undefined && found.length < query.limit);
  return { trainings: found, ...(cursor !== undefined && { next_cursor: cursor }) };
}

function matches(summary: TrainingSummary, { status, q }: TrainingsQuery): boolean {
  if (status !== undefined && summary.status !== status) return false;
  if (q === undefined) return true;
  const wanted = q.toLowerCase();
  return [summary.job_id, summary.name ?? "", ...(summary.tags ?? [])].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}
