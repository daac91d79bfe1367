import type { ClientTarget } from "./client-target.ts";
import { ProcessGroup } from "./process-group.ts";
import { environmentOf } from "./trainer-target.ts";

/** A client that is started by a command, through the shell, in a process group of its own. */
export function commandClient(command: string, shows: ClientTarget["shows"]): ClientTarget {
  return {
    description: command,
    shows,
    start: (assignment) => {
      const group = new ProcessGroup(command, environmentOf(assignment));
      return Promise.resolve({
        ended: group.ended,
        onLine: (read) => group.onLine(read),
        [Symbol.asyncDispose]: () => group.kill(),
      });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
