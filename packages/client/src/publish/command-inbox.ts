import type { Command } from "@trainwire/protocol";

/** Tells new commands from repeated ones: a server repeats each until it is answered. */
export class CommandInbox {
  #open = new Set<string>();

  /** The commands of an answer that were not in the answers before. */
  takeNew(commands: readonly Command[]): readonly Command[] {
    const fresh = commands.filter(({ command_id }) => !this.#open.has(command_id));
    this.#open = new Set(commands.map(({ command_id }) => command_id));
    return fresh;
  }
}
