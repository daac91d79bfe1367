import type { PeerSocket } from "./peer-socket.ts";
import type { TrainingLog } from "./store.ts";

/** Serves one socket of `/ws/training/{job_id}`. */
export function serveFlat(socket: PeerSocket, log: TrainingLog, query: URLSearchParams): void {
  let sent = startOf(log, query) - 1;
  let ended = false;
  const pump = (): void => {
    while (sent < log.state.seq && !ended) {
      sent += 1;
      const state = log.stateAt(sent);
      socket.send(state);
      ended = state.complete;
    }
    if (ended) socket.close(1000);
  };
  const onChange = (changed: TrainingLog): void => {
    if (changed === log) pump();
  };
  socket.subscriptions = 1;
  const onDeleted = (deleted: TrainingLog): void => {
    if (deleted === log) socket.close(4410);
  };
  socket.store.on("change", onChange).on("deleted", onDeleted);
  socket.onGone(() => socket.store.off("change", onChange).off("deleted", onDeleted));
  socket.onText(() => {
    // Viewers of this endpoint have nothing to say.
  });
  pump();
}

/** The first seq whose state is sent: the one after `after_seq`, else the head; an ended log always has its last. */
function startOf({ state, streamId, firstSeq }: TrainingLog, query: URLSearchParams): number {
  const after = query.get("after_seq");
  const stream = query.get("stream_id") ?? streamId;
  if (after === null || stream !== streamId || Number(after) > state.seq) return state.seq;
  if (Number(after) < firstSeq - 1) return state.seq;
  return state.complete ? Math.min(Number(after) + 1, state.seq) : Number(after) + 1;
}
