import { encode, errorCodes, headlineOf, type TrainingState } from "@trainwire/protocol";
import type { Channels } from "./channels.ts";
import type { CommitGroup } from "./commit-group.ts";
import type { Frame } from "./frame.ts";
import type { Log, StoredUpdate } from "./log.ts";
import type { Parcel } from "./parcel.ts";
import { resetFacts } from "./position.ts";
import type { Socket } from "./socket.ts";
import { carryStored, stateAt } from "./state-at.ts";
import type { Training } from "./training.ts";

/** Turns successive pages of stored updates into texts: of the first of them, as many as have `maxLength` characters. */
export type Replay = (updates: readonly StoredUpdate[], maxLength: number) => Promise<string[]>;

/** How one endpoint, in one version, words what a subscription has to say. */
export interface Format {
  /** What a confirmation tells besides what all versions tell. */
  confirm?(training: Training): Record<string, unknown>;
  /** The whole state at a position. */
  snapshot(frame: Frame): string;
  /** What was committed together, live. */
  updates(group: CommitGroup, training: Training): Parcel;
  /** One update of it. */
  update(frame: Frame): string;
  /** Begins to word what is stored after `afterSeq`. */
  replay(log: Log, training: Training, afterSeq: number): Replay;
  /** What follows the terminal update. */
  end(socket: Socket, frame: Frame): void;
  /** The updates after the viewer's position were removed: what comes before the snapshot that follows. */
  expire(socket: Socket, training: Training): void;
  /** The training was deleted. */
  delete(socket: Socket, training: Training): void;
}

/** `/ws`: stored updates go out as they are stored, and `training_completed` ends them. */
export const envelopeFormat: Format = {
  snapshot: (frame) => frame.snapshot,
  updates: (group) => group.updates,
  update: (frame) => frame.update,
  replay: () => (updates) => Promise.resolve(updates.map((update) => update.text)),
  end: (socket, frame) => socket.send(frame.completed),
  expire: (socket, training) =>
    socket.send(
      encode({
        type: "subscription_reset",
        train_id: training.id,
        ...resetFacts(training),
        reason: "expired",
      }),
    ),
  delete: (socket, training) => {
    const code = "training_deleted";
    socket.send(encode({ type: "error", code, message: errorCodes[code].meaning, train_id: training.id }));
  },
};

/**
 * `/ws` in the second version: live updates are runs, and refer to the headline before them. All else is said as in
 * version 1, what is replayed from the log among it; a socket of that version puts it into frames of its own.
 */
export function runsFormat(channels: Channels): Format {
  return {
    ...envelopeFormat,
    confirm: (training) => ({
      channel: channels.of(training),
      headline: headlineOf(training.head.state),
    }),
    updates: (group, training) => group.runOn(channels.of(training)),
  };
}

/** `/ws/training/{job_id}`: the state after each update, and close 1000 at the end. */
export const flatFormat: Format = {
  snapshot: (frame) => frame.flat,
  updates: (group) => group.flats,
  update: (frame) => frame.flat,
  replay: (log, training, afterSeq) => {
    let state: TrainingState | undefined;
    return async (updates, maxLength) => {
      let current = state ?? (await stateAt(log, { id: training.id, streamId: training.streamId }, afterSeq));
      const texts: string[] = [];
      let length = 0;
      for (const update of updates) {
        if (length >= maxLength) break;
        current = carryStored(current, update);
        length += texts[texts.push(JSON.stringify(current)) - 1]?.length ?? 0;
      }
      state = current;
      return texts;
    };
  },
  end: (socket) => socket.close(1000),
  expire: () => undefined,
  delete: (socket) => socket.close(4410),
};
