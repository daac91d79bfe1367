import { commandNames, commandStates } from "@trainwire/protocol";
import { z } from "zod";

/** A command as it is kept; times are RFC 3339 UTC. */
export const StoredCommand = z.object({
  command_id: z.string(),
  name: z.enum(commandNames),
  state: z.enum(commandStates),
  reason: z.string().optional(),
  asked_at: z.string(),
  changed_at: z.string(),
});
/** A command as it is kept. */
export type StoredCommand = Readonly<z.infer<typeof StoredCommand>>;

/** What is kept of the commands of one training: the newest, oldest first. */
export const CommandsRecord = z.object({ commands: z.array(StoredCommand).readonly() });
/** What is kept of the commands of one training. */
export type CommandsRecord = z.infer<typeof CommandsRecord>;
