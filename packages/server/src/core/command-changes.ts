import type { CommandName, CommandState, Status } from "@trainwire/protocol";
import type { StoredCommand } from "./command-record.ts";

/** The commands of a training, oldest first. */
export type Commands = readonly StoredCommand[];

/** So many commands of a training are kept; those under way in any case. */
export const maxCommands = 100;

/** What happens to the commands of a training. */
export type CommandHappening =
  /** Somebody asks for a command that is neither known nor under way. */
  | {
      readonly type: "asked";
      readonly name: CommandName;
      readonly commandId: string;
      readonly reason: string | undefined;
      readonly status: string;
    }
  /** Its trainer, or who carries it out in its place, says where a command stands. */
  | ({ readonly type: "answered" } & CommandAnswered)
  | { readonly type: "attempt_began"; readonly attempt: number }
  /** The training is about to end with this status. */
  | { readonly type: "ended"; readonly status: string };

/** Where a command stands, as whoever carries it out says. */
export interface CommandAnswered {
  readonly commandId: string;
  readonly state: Exclude<CommandState, "open">;
  readonly reason?: string | undefined;
}

/** A later command of this name takes the place of these. */
const replaced: Readonly<Record<CommandName, readonly CommandName[]>> = {
  pause: ["resume"],
  resume: ["pause"],
  cancel: ["pause", "resume", "checkpoint"],
  checkpoint: [],
};

/** Whether somebody is yet to carry it out. At most one command of each name is. */
export function isUnderWay({ state }: StoredCommand): boolean {
  return state === "open" || state === "accepted";
}

/**
 * The commands that a happening makes or changes, as they are afterwards, in the order in which it is recorded. Pure.
 * The edges:
 *
 * ```
 * asked ──▶ open      (done, if the training is as it asks; lapsed, if it is being cancelled)
 * open ──answered──▶ accepted ──answered──▶ done, refused, lapsed
 * open ──answered──▶ done, refused, lapsed
 * open, accepted ──a later command asked, attempt_began, ended──▶ lapsed
 * open, accepted ──a resume: attempt_began, a cancel: ended as cancelled──▶ done
 * ```
 */
export function changesOf(commands: Commands, happening: CommandHappening, at: string): Commands {
  const underWay = commands.filter(isUnderWay);
  const change = (command: StoredCommand, state: CommandState, reason = command.reason): StoredCommand => ({
    ...command,
    state,
    ...(reason !== undefined && { reason }),
    changed_at: at,
  });
  switch (happening.type) {
    case "asked": {
      const { name, commandId, reason, status } = happening;
      const blank = { command_id: commandId, name, state: "open", asked_at: at, changed_at: at } as const;
      const asked = change(blank, "open", reason);
      if (underWay.some((command) => command.name === "cancel")) {
        return [change(asked, "lapsed", "the training is being cancelled")];
      }
      const gone = underWay.filter((command) => replaced[name].includes(command.name));
      const lapsed = gone.map((command) => change(command, "lapsed", `${name} took its place`));
      // What took the place of a command may have to undo it: the trainer has perhaps heard of it.
      const isSo = gone.length === 0 && isAlready(name, status);
      return [...lapsed, isSo ? change(asked, "done") : asked];
    }
    case "answered": {
      const { commandId, state, reason } = happening;
      const command = underWay.find(({ command_id }) => command_id === commandId);
      return command && command.state !== state ? [change(command, state, reason)] : [];
    }
    case "attempt_began": {
      const reason = `attempt ${happening.attempt} began`;
      const ofAttempt = underWay.filter(({ name }) => name !== "cancel");
      return ofAttempt.map((command) =>
        change(command, command.name === "resume" ? "done" : "lapsed", reason),
      );
    }
    case "ended": {
      const { status } = happening;
      return underWay.map((command) =>
        command.name === "cancel" && status === ("cancelled" satisfies Status)
          ? change(command, "done")
          : change(command, "lapsed", `the training is ${status}`),
      );
    }
    default:
      return happening satisfies never;
  }
}

/** The commands after some were made or changed. Above `maxCommands` the oldest of those not under way go. */
export function withChanges(commands: Commands, changes: Commands): Commands {
  const changed = new Map(changes.map((command) => [command.command_id, command]));
  const kept = commands.map((command) => {
    const now = changed.get(command.command_id);
    changed.delete(command.command_id);
    return now ?? command;
  });
  const all = [...kept, ...changed.values()];
  let surplus = all.length - maxCommands;
  return all.filter((command) => isUnderWay(command) || surplus-- <= 0);
}

function isAlready(name: CommandName, status: string): boolean {
  if (name === "pause") return status === ("paused" satisfies Status);
  return name === "resume" && status !== ("paused" satisfies Status);
}
