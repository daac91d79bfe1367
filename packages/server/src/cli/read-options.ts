import { type CommandUnknownOpts, InvalidArgumentError } from "@commander-js/extra-typings";
import { describeIssues } from "@trainwire/protocol";
import { z } from "zod";

/** Reads an option that is a number within bounds. */
export function readNumber(schema: z.ZodNumber | z.ZodInt): (text: string) => number {
  return (text) => {
    const parsed = z.coerce.number().pipe(schema).safeParse(text);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(describeIssues(parsed.error));
  };
}

/** Reads an option that may be repeated, and whose items may be separated with commas. */
export function readList(read: (item: string) => string): (text: string, previous: string[]) => string[] {
  return (text, previous) => {
    const items = text.split(",").map((item) => item.trim());
    return [...previous, ...items.filter((item) => item !== "").map(read)];
  };
}

const truths = new Map([
  ...["true", "1", "yes", "on"].map((text) => [text, true] as const),
  ...["false", "0", "no", "off"].map((text) => [text, false] as const),
]);

/**
 * Prepares the variables that the options of a command and its subcommands read: one that is empty counts as unset, as
 * compose files leave them, and one of a switch says yes or no. Ends as command lines do if it says neither.
 * @param env Changed in place: the variables that mean nothing are removed.
 */
export function readEnvironment(command: CommandUnknownOpts, env: NodeJS.ProcessEnv): void {
  for (const option of command.options) {
    const text = env[option.envVar ?? ""]?.trim().toLowerCase();
    if (option.envVar === undefined || text === undefined) continue;
    const isOn = text === "" ? false : option.isBoolean() ? truths.get(text) : true;
    if (isOn === undefined) {
      command.error(`error: ${option.envVar} is ${JSON.stringify(text)}; a switch takes true or false`);
    }
    if (!isOn) delete env[option.envVar];
  }
  for (const subcommand of command.commands) readEnvironment(subcommand, env);
}
