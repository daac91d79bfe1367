import type { TrainingState } from "@trainwire/protocol";
import type { Frame } from "./frame.ts";
import type { Log, StoredUpdate } from "./log.ts";
import type { Socket } from "./socket.ts";
import { carryStored, stateAt } from "./state-at.ts";
import type { Training } from "./training.ts";

/** Turns successive pages of stored updates into texts. */
export type Replay = (updates: readonly StoredUpdate[]) => Promise<string[]>;

/** How one endpoint words what a subscription has to say. */
export interface Format {
  /** The whole state at a position. */
  snapshot(frame: Frame): string;
  /** One update, live. */
  update(frame: Frame): string;
  /** Begins to word what is stored after `afterSeq`. */
  replay(log: Log, training: Training, afterSeq: number): Replay;
  /** What follows the terminal update. */
  end(socket: Socket, frame: Frame): void;
}

/** `/ws`: stored updates go out as they are stored, and `training_completed` ends them. */
export const envelopeFormat: Format = {
  snapshot: (frame) => frame.snapshot,
  update: (frame) => frame.update,
  replay: () => (updates) => Promise.resolve(updates.map((update) => update.text)),
  end: (socket, frame) => socket.send(frame.completed),
};

/** `/ws/training/{job_id}`: the state after each update, and close 1000 at the end. */
export const flatFormat: Format = {
  snapshot: (frame) => frame.flat,
  update: (frame) => frame.flat,
  replay: (log, training, afterSeq) => {
    let state: TrainingState | undefined;
    return async (updates) => {
      let current = state ?? (await stateAt(log, { id: training.id, streamId: training.streamId }, afterSeq));
      const texts = updates.map((update) => {
        current = carryStored(current, update);
        return JSON.stringify(current);
      });
      state = current;
      return texts;
    };
  },
  end: (socket) => socket.close(1000),
};
