import { pauseUnless } from "../harness/deadline.ts";
import { send } from "../harness/http.ts";

/** One update of a page, as the bytes that the page holds. */
export interface PageUpdate {
  readonly seq: number;
  readonly text: string;
}

/** A page of updates. */
export interface Page {
  readonly streamId: string;
  readonly updates: readonly PageUpdate[];
  readonly nextAfterSeq: number;
  readonly ended: boolean;
}

/** Reads a page; the texts of its updates are what the server wrote, since it writes JSON without blanks. */
export function readPage(text: string): Page {
  const page = JSON.parse(text) as {
    stream_id: string;
    updates: { seq: number }[];
    next_after_seq: number;
    ended: boolean;
  };
  return {
    streamId: page.stream_id,
    updates: page.updates.map((update) => ({ seq: update.seq, text: JSON.stringify(update) })),
    nextAfterSeq: page.next_after_seq,
    ended: page.ended,
  };
}

/** Fetches the updates after `from` up to `to` from REST, again until they are there or the signal says stop. */
export async function fetchUpdates(
  url: () => string,
  hole: { readonly trainId: string; readonly from: number; readonly to: number },
  giveUp: AbortSignal,
): Promise<PageUpdate[]> {
  const updates: PageUpdate[] = [];
  let after = hole.from;
  while (after < hole.to && !giveUp.aborted) {
    const limit = Math.min(1000, hole.to - after);
    const address = `${url()}/api/v1/trainings/${hole.trainId}/updates?after_seq=${after}&limit=${limit}`;
    const answer = await send(address, { signal: giveUp });
    if (answer?.status !== 200) {
      await pauseUnless(giveUp, 100);
      continue;
    }
    const page = readPage(answer.text);
    updates.push(...page.updates);
    after = page.nextAfterSeq;
  }
  return updates;
}

/** The whole log of a training, as REST has it. */
export async function fetchLog(
  url: () => string,
  trainId: string,
  giveUp: AbortSignal,
): Promise<{ streamId: string; log: PageUpdate[] }> {
  const log: PageUpdate[] = [];
  let streamId = "";
  let after = 0;
  let isWhole = false;
  while (!isWhole && !giveUp.aborted) {
    const answer = await send(`${url()}/api/v1/trainings/${trainId}/updates?after_seq=${after}&limit=5000`);
    if (answer?.status !== 200) {
      await pauseUnless(giveUp, 100);
      continue;
    }
    const page = readPage(answer.text);
    streamId = page.streamId;
    log.push(...page.updates);
    after = page.nextAfterSeq;
    isWhole = page.updates.length === 0 || page.ended;
  }
  return { streamId, log };
}
