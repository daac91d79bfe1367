import {
  type Command,
  type CommandAck,
  CommandRequest,
  type CommandStanding,
  type CommandState,
  isTerminal,
} from "@trainwire/protocol";
import type { PeerAnswer, PeerRequest } from "./mutation.ts";
import { refusal } from "./refusal.ts";
import type { ReferenceStore, TrainingLog } from "./store.ts";

/** Which commands a later one takes the place of. */
const replaced: Readonly<Record<string, readonly string[]>> = {
  pause: ["resume"],
  resume: ["pause"],
  cancel: ["pause", "resume", "checkpoint"],
};

interface Telling {
  readonly store: ReferenceStore;
  readonly log: TrainingLog;
  readonly graceMs: number;
}

/** What trainers are yet to answer. */
export function openCommands(log: TrainingLog): Command[] {
  const open = log.commands.filter(({ state }) => state === "open");
  return open.map(({ command_id, name }) => ({ command_id, name }));
}

/** Serves `POST …/{command}`. */
export function tell({ path, body }: PeerRequest, { store, log, graceMs }: Telling): PeerAnswer {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const asked = CommandRequest.safeParse(JSON.parse(body));
  if (!asked.success) return refusal("bad_message");
  const { command_id = `cmd-${log.commands.length}`, reason } = asked.data;
  const known = log.commands.find((command) => command.command_id === command_id);
  if (known && known.name !== name) return refusal("command_exists");
  const same = known ?? underWay(log).find((command) => command.name === name);
  if (same) return answer(log, same);
  const { status, complete } = log.state;
  if (complete) return refusal("training_ended");
  if (name === "checkpoint" && status !== "running") return refusal("not_running");
  const gone = underWay(log).filter((command) => replaced[name]?.includes(command.name));
  for (const command of gone) change(log, command, { state: "lapsed", reason: `${name} took its place` });
  const isSo = name === "pause" ? status === "paused" : name === "resume" && status !== "paused";
  const state = isSo && gone.length === 0 ? "done" : "open";
  const now = new Date().toISOString();
  const command: CommandStanding = { command_id, name, state, reason, asked_at: now, changed_at: now };
  log.commands.push(command);
  note(log, command);
  store.emit("change", log);
  if (name === "cancel") setTimeout(() => endUnanswered(store, log), graceMs).unref();
  return answer(log, command);
}

/** Takes a trainer's word on where a command stands. */
export function answerCommand(log: TrainingLog, { command_id, state, reason }: CommandAck): void {
  const command = underWay(log).find((each) => each.command_id === command_id);
  if (command && command.state !== state) change(log, command, { state, reason });
}

/** Settles what is under way when the training is about to end. */
export function settleCommands(log: TrainingLog, status: string): void {
  for (const command of underWay(log)) {
    if (command.name === "cancel" && status === "cancelled") change(log, command, { state: "done" });
    else change(log, command, { state: "lapsed", reason: `the training is ${status}` });
  }
}

function endUnanswered(store: ReferenceStore, log: TrainingLog): void {
  if (isTerminal(log.state.status) || !underWay(log).some(({ name }) => name === "cancel")) return;
  settleCommands(log, "cancelled");
  const reason = "its trainer did not answer";
  log.append({ status: "cancelled", event: { kind: "status", status: "cancelled", reason } }, undefined);
  store.emit("change", log);
}

function underWay(log: TrainingLog): CommandStanding[] {
  return log.commands.filter(({ state }) => state === "open" || state === "accepted");
}

interface Standing {
  readonly state: CommandState;
  readonly reason?: string | undefined;
}

function change(log: TrainingLog, command: CommandStanding, { state, reason }: Standing): void {
  Object.assign(command, {
    state,
    ...(reason !== undefined && { reason }),
    changed_at: new Date().toISOString(),
  });
  note(log, command);
}

function note(log: TrainingLog, { command_id, name, state, reason }: CommandStanding): void {
  log.append({ event: { kind: "command", command_id, name, state, reason } }, undefined);
}

function answer(log: TrainingLog, command: CommandStanding): PeerAnswer {
  const isUnderWay = command.state === "open" || command.state === "accepted";
  const { trainId, state } = log;
  return {
    status: isUnderWay ? 202 : 200,
    body: { train_id: trainId, training_status: state.status, command },
  };
}
