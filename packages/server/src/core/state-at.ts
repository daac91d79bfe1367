import { applyUpdate, decodeServerMessage, initialState, type TrainingState } from "@trainwire/protocol";
import { TrainwireServerError } from "./errors.ts";
import type { Log, StoredUpdate } from "./log.ts";

const page = { limit: 500, maxBytes: 4 * 1024 * 1024 };

/** The state after a stored update, given the state before it. */
export function carryStored(state: TrainingState, update: StoredUpdate): TrainingState {
  const decoded = decodeServerMessage(update.text);
  if (decoded.kind !== "message" || decoded.message.type !== "training_update") {
    throw new TrainwireServerError(
      "internal",
      `stored update ${update.seq} of ${state.job_id} cannot be read`,
    );
  }
  return applyUpdate(state, decoded.message);
}

/**
 * The state of a training at a past `seq`: the nearest keyframe, and the few updates since.
 * @throws TrainwireServerError `expired` if retention has removed what it takes.
 */
export async function stateAt(
  log: Log,
  training: { id: string; streamId: string },
  seq: number,
): Promise<TrainingState> {
  let state = (await log.keyframe(training.id, seq)) ?? initialState(training.id, training.streamId);
  while (state.seq < seq) {
    const updates = await log.read(training.id, state.seq, {
      ...page,
      limit: Math.min(page.limit, seq - state.seq),
    });
    if (updates[0]?.seq !== state.seq + 1) throw new TrainwireServerError("expired");
    for (const update of updates) state = carryStored(state, update);
  }
  return state;
}
