import type { UpdatesQuery } from "@trainwire/protocol";
import { TrainwireServerError } from "./errors.ts";
import type { Log } from "./log.ts";
import { resetFacts, whyReset } from "./position.ts";
import type { Training } from "./training.ts";

/** A page ends once it holds so much, whatever the limit asked for: it is held until its reader has taken it. */
const maxPageBytes = 1024 * 1024;

/**
 * The JSON text of a page of stored updates, as `UpdatesPage` describes it; waits for one if there is none yet
 * and the query says so. The stored texts are joined as they are.
 * @param signal Ends the wait: the server is stopping, or the reader left.
 * @throws TrainwireServerError `stream_changed`, `past_end`, `expired` or `training_deleted`
 */
export async function updatesPage(
  log: Log,
  training: Training,
  request: { query: UpdatesQuery; signal: AbortSignal },
): Promise<string> {
  const { after_seq, stream_id, limit, wait_seconds } = request.query;
  const reason = whyReset(training, { afterSeq: after_seq, streamId: stream_id });
  if (reason !== undefined) throw new TrainwireServerError(reason, undefined, resetFacts(training));
  if (training.head.seq === after_seq && !training.head.state.complete && wait_seconds > 0) {
    await nextCommit(training, wait_seconds, request.signal);
  }
  const updates = await log.read(training.id, after_seq, { limit, maxBytes: maxPageBytes });
  if (training.isDeleted) throw new TrainwireServerError("training_deleted");
  const [first] = updates;
  if (first && first.seq !== after_seq + 1) {
    training.noteTrim(first.seq);
    throw new TrainwireServerError("expired", undefined, resetFacts(training));
  }
  const next = updates.at(-1)?.seq ?? after_seq;
  const { seq, state } = training.head;
  const page = {
    stream_id: training.streamId,
    first_seq: training.firstSeq,
    next_after_seq: next,
    ended: state.complete && next === seq,
  };
  const texts = updates.map((update) => update.text).join(",");
  return `${JSON.stringify(page).slice(0, -1)},"updates":[${texts}]}`;
}

/** Resolves at the training's next commit, after the given time, or when the signal ends the wait. */
function nextCommit(training: Training, waitSeconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      unfollow();
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const unfollow = training.follow({ onCommit: done, onDeleted: done });
    const timer = setTimeout(done, waitSeconds * 1000);
    signal.addEventListener("abort", done);
  });
}
