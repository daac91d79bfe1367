import type { Reaction } from "../ingest-server/reaction.ts";
import type { TrainerTarget } from "../targets/trainer-target.ts";
import type { TrainerRecording } from "./trainer-recording.ts";
import { TrainerRun, type TrainerRunOptions } from "./trainer-run.ts";

/** The second request is answered late, so that a trainer that does not wait for answers shows it. */
const lateRequest = 2;

/** What goes wrong in the disturbed scene, by the number of the request; between, everything is well. */
const disturbances: Readonly<Record<number, Reaction>> = {
  2: "refuse",
  4: "cut",
  6: "lose answer",
  8: "reject first",
};

/** A whole training at a server that does nothing wrong. */
export async function playUndisturbed(
  target: TrainerTarget,
  options: TrainerRunOptions,
): Promise<TrainerRecording> {
  const react = (number: number): Reaction => (number === lateRequest ? "store late" : "store");
  await using run = await TrainerRun.start(target, { ...options, react });
  await run.finished();
  return run.recording();
}

/** A whole training at a server that refuses requests, cuts connections, loses an answer and rejects a record. */
export async function playDisturbed(
  target: TrainerTarget,
  options: TrainerRunOptions,
): Promise<TrainerRecording> {
  const react = (number: number): Reaction => disturbances[number] ?? "store";
  await using run = await TrainerRun.start(target, { ...options, react });
  await run.finished();
  return run.recording();
}

/** A training whose process is told to stop by TERM once it is under way. */
export async function playTerminated(
  target: TrainerTarget,
  options: TrainerRunOptions,
): Promise<TrainerRecording> {
  await using run = await TrainerRun.start(target, options);
  await run.until(() => isUnderWay(run));
  await run.terminate();
  return run.recording();
}

/** A training that is told to stop by the command `cancel` once it is under way. */
export async function playCancelled(
  target: TrainerTarget,
  options: TrainerRunOptions,
): Promise<TrainerRecording> {
  await using run = await TrainerRun.start(target, options);
  await run.until(() => isUnderWay(run));
  run.commands = [{ command_id: "conformance-cancel", name: "cancel" }];
  await run.untilWithin(() => run.server.acks.length > 0, options.patience.stopMs);
  run.commands = [];
  const isAccepted = run.server.acks.some(({ state }) => state !== "refused");
  if (isAccepted) await run.stopped("it had accepted the command cancel");
  return run.recording();
}

/** Whether the trainer has reported a number: what comes before may be preparation. */
function isUnderWay({ server }: TrainerRun): boolean {
  return server.ledger.stored.some(
    ({ report: { details } }) => typeof details.current_step === "number" || typeof details.loss === "number",
  );
}
