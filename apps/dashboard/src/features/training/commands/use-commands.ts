import type { TrainwireClient } from "@trainwire/client";
import type { CommandStanding } from "@trainwire/protocol";
import { useAnswer } from "../../../shared/use-answer.ts";

const none: readonly CommandStanding[] = [];

/**
 * What the training was told, newest first. Asked for when the page opens, and anew whenever `changes` differs: the
 * number of changes of commands that its updates told of.
 */
export function useCommands(client: TrainwireClient, trainId: string, changes: number) {
  const { answer, setAnswer } = useAnswer(`${trainId} ${changes}`, (signal) =>
    client.commands(trainId, { signal }),
  );
  const commands = answer?.commands ?? none;
  const learn = (command: CommandStanding): void => {
    const others = commands.filter(({ command_id }) => command_id !== command.command_id);
    setAnswer({ commands: [command, ...others] });
  };
  return { commands, learn };
}
