import type { TrainingState } from "@trainwire/protocol";
import { runOf } from "./compact-text.ts";
import type { Frame } from "./frame.ts";
import { Parcel } from "./parcel.ts";

/** Texts of one group hold about so many characters at most, so that a slow viewer is noticed in between. */
const maxGroupLength = 64 * 1024;

/** Successive updates of one training that were committed in the same turn, worded once for all its viewers. */
export class CommitGroup {
  /** At least one, in seq order. */
  readonly frames: readonly Frame[];
  readonly last: Frame;
  /** The state before the first. */
  readonly before: TrainingState;
  /** The seq of the last. */
  readonly lastSeq: number;
  /** Where a viewer stands that has all before it, and nothing of it. */
  readonly afterSeq: number;
  /** Whether the last ends the training. */
  readonly isTerminal: boolean;
  #updates: Parcel | undefined;
  #flats: Parcel | undefined;
  #run: Parcel | undefined;

  constructor(frames: readonly Frame[], last: Frame, before: TrainingState) {
    this.frames = frames;
    this.last = last;
    this.before = before;
    this.lastSeq = last.seq;
    this.afterSeq = last.seq - frames.length;
    this.isTerminal = last.state.complete;
  }

  /** Its `training_update` messages. */
  get updates(): Parcel {
    return (this.#updates ??= new Parcel(this.frames.map((frame) => frame.update)));
  }

  /** Its flat messages. */
  get flats(): Parcel {
    return (this.#flats ??= new Parcel(this.frames.map((frame) => frame.flat)));
  }

  /** Its updates as one run. @param channel What stands for the training on every socket. */
  runOn(channel: number): Parcel {
    return (this.#run ??= new Parcel([runOf(channel, this.frames, this.before)]));
  }
}

/** Cuts what was committed after a state into groups of bounded size. */
export function* groupsOf(frames: readonly Frame[], before: TrainingState): Generator<CommitGroup> {
  let from = 0;
  let length = 0;
  for (const [index, frame] of frames.entries()) {
    length += frame.update.length;
    if (length < maxGroupLength && index < frames.length - 1) continue;
    yield new CommitGroup(frames.slice(from, index + 1), frame, frames[from - 1]?.state ?? before);
    from = index + 1;
    length = 0;
  }
}
