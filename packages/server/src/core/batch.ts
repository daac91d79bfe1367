import {
  type Change,
  type Details,
  isTerminal,
  nextState,
  type TrainingState,
  updateOf,
} from "@trainwire/protocol";
import {
  type CommandHappening,
  type Commands,
  changesOf,
  isUnderWay,
  withChanges,
} from "./command-changes.ts";
import { Frame } from "./frame.ts";
import type { StoredUpdate } from "./log.ts";
import { commandRecord } from "./server-events.ts";

/** Records that are numbered and reduced, but not stored yet. Made by `Training.begin`. */
export class Batch {
  state: TrainingState;
  /** What the training was told, as it is after this batch. */
  commands: Commands;
  readonly frames: Frame[] = [];
  /** What was reported, frame by frame. */
  readonly reports: Details[] = [];
  readonly updates: StoredUpdate[] = [];
  readonly producers = new Map<string, number>();

  constructor(state: TrainingState, commands: Commands) {
    this.state = state;
    this.commands = commands;
  }

  /** Numbers one change and carries it into the state. What it does to commands is recorded in front of it. */
  add(change: Change): void {
    const { details, attempt = 1, received_at: at } = change;
    const { status } = details;
    if (status !== undefined && isTerminal(status)) this.changeCommands({ type: "ended", status }, at);
    if (attempt > this.state.attempt) this.changeCommands({ type: "attempt_began", attempt }, at);
    this.#append(change);
  }

  /**
   * Numbers what a happening makes of the commands. Returns whether anything changed.
   * @param at When, RFC 3339 UTC; now, if it is not known.
   */
  changeCommands(happening: CommandHappening, at: string | null): boolean {
    if (happening.type !== "asked" && !this.commands.some(isUnderWay)) return false;
    const changes = changesOf(this.commands, happening, at ?? new Date().toISOString());
    if (changes.length === 0) return false;
    this.commands = withChanges(this.commands, changes);
    for (const command of changes) this.#append(commandRecord(command));
    return true;
  }

  #append(change: Change): void {
    this.state = nextState(this.state, change);
    const text = JSON.stringify(updateOf(this.state, change.details));
    this.updates.push({ seq: this.state.seq, text });
    this.frames.push(new Frame(this.state, text));
    this.reports.push(change.details);
  }
}
