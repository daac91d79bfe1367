import { isUnderWay } from "./command-changes.ts";
import { settleCommand } from "./command-desk.ts";
import type { StoredCommand } from "./command-record.ts";
import type { RunBook } from "./run-book.ts";
import { recordAll } from "./run-events.ts";
import { statusRecord } from "./server-events.ts";
import type { Training } from "./training.ts";

/** Whose commands are carried out, and with what. */
export interface Obeying {
  readonly training: Training;
  readonly book: RunBook;
  readonly nowMs: number;
  /** How long a trainer has to obey a cancel by itself. */
  readonly cancelSeconds: number;
  /** A place at the end of the queue. */
  readonly nextPlace: () => number;
}

/**
 * Does of each command under way what the server has to do, and has not done yet: each may have been recorded by a server
 * that came no further. What a live trainer has to obey is left to it.
 * @throws TrainwireServerError as `Training.commit`; what is left is done the next time
 */
export async function obeyAll(obeying: Obeying): Promise<void> {
  for (const command of obeying.training.commands.filter(isUnderWay)) await obey(command, obeying);
}

async function obey(command: StoredCommand, obeying: Obeying): Promise<void> {
  const { training, book, nowMs, nextPlace } = obeying;
  const { name, command_id: commandId, reason } = command;
  const { at } = book.stage;
  const why = reason === undefined ? "" : `: ${reason}`;
  const settle = (state: "accepted" | "done" | "lapsed", text?: string) =>
    settleCommand(training, { commandId, state, reason: text }, nowMs);
  if (name === "cancel") return cancel(why, obeying);
  if (name === "pause" && at === "queued") {
    await setStatus(obeying, "paused", `paused before its turn${why}`);
    await book.note({ type: "rested" });
    await settle("done");
  } else if (name === "pause" && at === "resting") await settle("done");
  else if (name === "checkpoint" && at === "resting") await settle("lapsed", "its attempt ended");
  else if (name === "resume" && at === "resting") {
    await setStatus(obeying, "queued", `resumed, waits for its turn${why}`);
    await book.noteResumed(nextPlace());
    await settle("accepted");
  } else if (name === "resume" && at === "queued" && command.state === "open") await settle("accepted");
}

async function cancel(why: string, obeying: Obeying): Promise<void> {
  const { training, book, nowMs, cancelSeconds } = obeying;
  const { stage } = book;
  if (stage.at === "queued" || stage.at === "resting") {
    const text = stage.at === "queued" ? "cancelled before its turn" : "cancelled while it was paused";
    await setStatus(obeying, "cancelled", `${text}${why}`);
    // Its run is over with it: see `Run`.
    if (training.head.state.complete) await book.note({ type: "ended" });
  } else if (stage.at === "launching" || stage.at === "running") {
    const termAtMs = nowMs + cancelSeconds * 1000;
    const stop = { why: `cancelled${why}`, outcome: "cancelled", termAtMs, killAtMs: null } as const;
    await book.note({ type: "stop", ...stop });
  }
}

function setStatus(
  { training, nowMs }: Obeying,
  status: "paused" | "queued" | "cancelled",
  reason: string,
): Promise<void> {
  return recordAll(training, (state) =>
    state.status === status ? [] : [statusRecord(status, reason, nowMs)],
  );
}
