import { ProcessGroup } from "./process-group.ts";
import { environmentOf, type TrainerTarget } from "./trainer-target.ts";

/** A trainer that is started by a command, through the shell, in a process group of its own. */
export function commandTrainer(command: string): TrainerTarget {
  return {
    description: command,
    start: (assignment) => {
      const group = new ProcessGroup(command, environmentOf(assignment));
      return Promise.resolve({
        ended: group.ended,
        terminate: () => {
          group.terminate();
          return Promise.resolve();
        },
        [Symbol.asyncDispose]: () => group.kill(),
      });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
