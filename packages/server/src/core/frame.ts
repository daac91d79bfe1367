import { encode, type TrainingState, toEnvelope } from "@trainwire/protocol";

/**
 * One position of a training's log as it goes on the wire. Each text is made when it is first asked for, and
 * once for all viewers.
 */
export class Frame {
  readonly state: TrainingState;
  #update: string | undefined;
  #flat: string | undefined;
  #snapshot: string | undefined;
  #completed: string | undefined;

  /** @param update The stored text of the update; absent where only the state is known, such as after a restart. */
  constructor(state: TrainingState, update?: string) {
    this.state = state;
    this.#update = update;
  }

  get seq(): number {
    return this.state.seq;
  }

  /** `training_update` as it was stored, or the snapshot where the update itself is not at hand. */
  get update(): string {
    return (this.#update ??= this.snapshot);
  }

  /** The flat message. */
  get flat(): string {
    return (this.#flat ??= JSON.stringify(this.state));
  }

  /** `training_update` with the whole state. */
  get snapshot(): string {
    return (this.#snapshot ??= encode(toEnvelope(this.state)));
  }

  /** `training_completed`: the marker after the terminal update, with the final state. */
  get completed(): string {
    const { snapshot: _mark, ...update } = toEnvelope(this.state);
    return (this.#completed ??= encode({ ...update, type: "training_completed" }));
  }
}
