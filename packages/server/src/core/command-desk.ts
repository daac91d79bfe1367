import type { CommandName, CommandRequest } from "@trainwire/protocol";
import { type CommandAnswered, isUnderWay } from "./command-changes.ts";
import type { StoredCommand } from "./command-record.ts";
import { TrainwireServerError } from "./errors.ts";
import type { Runner } from "./runner.ts";
import type { Training } from "./training.ts";

/** What takes part in a command, and when it is asked for. */
export interface CommandContext {
  readonly runner: Runner;
  readonly nowMs: number;
}

/**
 * Tells a training something. Asked twice it is told once: a known `command_id`, and a command of a name that is under
 * way, are answered with what is there.
 * @throws TrainwireServerError `command_exists`, `training_ended`, `not_running`, `storage_unavailable`; what the runner
 * refuses with
 */
export async function tellTraining(
  training: Training,
  ask: CommandRequest & { readonly name: CommandName },
  { runner, nowMs }: CommandContext,
): Promise<StoredCommand> {
  const batch = training.begin();
  const known = findSame(batch.commands, ask);
  if (known) {
    // What is numbered may not be stored yet.
    await training.commit(batch);
    return known;
  }
  const { status, complete } = batch.state;
  if (complete) throw new TrainwireServerError("training_ended");
  if (ask.name === "checkpoint" && status !== "running") throw new TrainwireServerError("not_running");
  const isRun = runner.runs(training);
  if (isRun) runner.admit(training, ask.name);
  const commandId = ask.command_id ?? `cmd-${crypto.randomUUID()}`;
  const { name, reason } = ask;
  batch.changeCommands({ type: "asked", name, commandId, reason, status }, new Date(nowMs).toISOString());
  await training.commit(batch);
  const find = () => training.commands.find(({ command_id }) => command_id === commandId);
  const asked = find();
  if (!asked) throw new TrainwireServerError("internal");
  if (!isRun || asked.state !== "open") return asked;
  await runner.carryOut(training, asked);
  return find() ?? asked;
}

/**
 * Says where a command stands, in the place of its trainer. Without effect on one that is not under way.
 * @throws TrainwireServerError as `Training.commit`
 */
export async function settleCommand(
  training: Training,
  answered: CommandAnswered,
  nowMs: number,
): Promise<void> {
  const batch = training.begin();
  batch.changeCommands({ type: "answered", ...answered }, new Date(nowMs).toISOString());
  await training.commit(batch);
}

function findSame(
  commands: readonly StoredCommand[],
  { command_id, name }: { readonly command_id?: string | undefined; readonly name: CommandName },
): StoredCommand | undefined {
  const known = commands.find((command) => command.command_id === command_id);
  if (known && known.name !== name) throw new TrainwireServerError("command_exists");
  return known ?? commands.find((command) => command.name === name && isUnderWay(command));
}
