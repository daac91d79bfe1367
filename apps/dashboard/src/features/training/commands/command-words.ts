import { type CommandName, type CommandStanding, isTerminal, type OpenStatus } from "@trainwire/protocol";

/** What a command is called, and what it does. */
export interface CommandWords {
  readonly verb: string;
  /** What it does, before it is asked for. */
  readonly says: string;
  readonly isDangerous: boolean;
}

/** The words of each command. */
export const commandWords: Readonly<Record<CommandName, CommandWords>> = {
  pause: {
    verb: "Pause",
    says: "The trainer writes a checkpoint and stops; its memory is free then. It can be resumed.",
    isDangerous: false,
  },
  resume: { verb: "Resume", says: "It goes on from its newest checkpoint.", isDangerous: false },
  checkpoint: {
    verb: "Save checkpoint",
    says: "The trainer writes a checkpoint and goes on.",
    isDangerous: false,
  },
  cancel: {
    verb: "Cancel training",
    says: "The training ends as cancelled, for good. What it has saved stays.",
    isDangerous: true,
  },
};

/** The commands that make sense for a training of this status. */
export function commandsFor(status: OpenStatus): readonly CommandName[] {
  if (isTerminal(status)) return [];
  switch (status) {
    case "paused":
      return ["resume", "cancel"];
    case "running":
      return ["pause", "checkpoint", "cancel"];
    default:
      return ["cancel"];
  }
}

/** Where a command stands, for people. */
export function standingText({ name, state, reason }: CommandStanding): string {
  const verb = commandWords[name as CommandName]?.verb ?? name;
  const because = reason === undefined ? "" : `: ${reason}`;
  switch (state) {
    case "open":
      return `${verb}: waiting for the trainer`;
    case "accepted":
      return `${verb}: the trainer is at it`;
    case "done":
      return `${verb}: done`;
    case "refused":
      return `${verb}: refused${because}`;
    case "lapsed":
      return `${verb}: nobody will answer any more${because}`;
    default:
      return `${verb}: ${state}`;
  }
}

/** Whether somebody may still answer it. */
export function isPending({ state }: CommandStanding): boolean {
  return state === "open" || state === "accepted";
}
