import type { CommandName } from "@trainwire/protocol";
import type { StoredCommand } from "./command-record.ts";
import type { Training } from "./training.ts";

/**
 * The port to what starts and ends trainers for the server, as far as commands need it.
 *
 * A command of a training that it runs goes this way: `admit` may refuse the request; the command is recorded as
 * `open`, so that it outlives a crash; `carryOut` is called. While a trainer is alive, it gets the command with its
 * next ingest answer and answers it itself; the runner only sees to it that the trainer ends in time after a `cancel`.
 * What the runner carries out in its place, it answers with `settleCommand`: such as the cancel or pause of a queued
 * training, or a `resume` whose process is gone (`accepted` when the next attempt is queued; it becomes `done` by
 * itself when a record raises the attempt). The record of a training's end settles what is left.
 *
 * After a restart it finds what it has to go on with in `Training.commands`, by `isUnderWay`. When an attempt ends
 * with a `pause` or `checkpoint` under way that nobody will answer, it says so with `settleCommand`.
 */
export interface Runner {
  /** Whether it starts and ends the trainer of this training. Asked often; must be quick. */
  runs(training: Training): boolean;
  /**
   * Called before a command of a training that it runs is recorded.
   * @throws TrainwireServerError to refuse the request, such as `queue_full`; nothing is recorded then.
   */
  admit(training: Training, name: CommandName): void;
  /**
   * Called when a command of a training that it runs was recorded as `open`. What can be carried out at once is carried
   * out and settled when it resolves, since the answer to whoever asked waits for it; what takes longer goes on after.
   */
  carryOut(training: Training, command: StoredCommand): Promise<void>;
}
