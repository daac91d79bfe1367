import type { Command } from "@trainwire/protocol";
import { IngestServer } from "../ingest-server/ingest-server.ts";
import type { Reaction } from "../ingest-server/reaction.ts";
import { newTrainId } from "../new-train-id.ts";
import type { TrainerTarget } from "../targets/trainer-target.ts";
import { Trace } from "../trace.ts";
import type { TrainerRecording } from "./trainer-recording.ts";
import { TrainerRun, type TrainerRunOptions } from "./trainer-run.ts";

/** How a scene with a trainer is played. */
export interface TrainerSceneOptions extends TrainerRunOptions {
  /** How long a late answer is late, in milliseconds. */
  readonly lateMs: number;
}

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
export function playUndisturbed(
  target: TrainerTarget,
  options: TrainerSceneOptions,
): Promise<TrainerRecording> {
  const react = (number: number): Reaction => (number === lateRequest ? "store late" : "store");
  return play(target, { ...options, react }, ({ run }) => run.finished());
}

/** A whole training at a server that refuses requests, cuts connections, loses an answer and rejects a record. */
export function playDisturbed(
  target: TrainerTarget,
  options: TrainerSceneOptions,
): Promise<TrainerRecording> {
  const react = (number: number): Reaction => disturbances[number] ?? "store";
  return play(target, { ...options, react }, ({ run }) => run.finished());
}

/** A training whose process is told to stop by TERM once it is under way. */
export function playTerminated(
  target: TrainerTarget,
  options: TrainerSceneOptions,
): Promise<TrainerRecording> {
  return play(target, options, async ({ run, server }) => {
    await run.until(() => isUnderWay(server));
    await run.terminate();
  });
}

/** A training that is told to stop by the command `cancel` once it is under way. */
export function playCancelled(
  target: TrainerTarget,
  options: TrainerSceneOptions,
): Promise<TrainerRecording> {
  return play(target, options, async ({ run, server, commands }) => {
    await run.until(() => isUnderWay(server));
    commands.push({ command_id: cancelId, name: "cancel" });
    await run.untilWithin(() => server.acks.length > 0, options.patience.stopMs);
    commands.pop();
    const isAccepted = server.acks.some(({ state }) => state !== "refused");
    if (isAccepted) await run.stopped("it had accepted the command cancel", options.patience.cancelMs);
  });
}

/**
 * A training that is told to pause once it is under way, and to resume. The pause is named in further answers after
 * it was answered, and the trainer left to ask for what comes next.
 */
export async function playPaused(
  target: TrainerTarget,
  options: TrainerSceneOptions,
): Promise<TrainerRecording> {
  const { stopMs, askMs } = options.patience;
  let longestMs: number | undefined;
  const recording = await play(target, options, async ({ run, server, commands }) => {
    const isSettled = (id: string) => () =>
      server.acks.some(({ command_id, state }) => command_id === id && state !== "accepted");
    await run.until(() => isUnderWay(server));
    commands.push({ command_id: pauseId, name: "pause" });
    await run.untilWithin(isSettled(pauseId), stopMs);
    if (server.acks.some(({ command_id, state }) => command_id === pauseId && state === "done")) {
      const before = server.askedAtMs.length;
      await run.untilWithin(() => server.askedAtMs.length >= before + namedAgain, stopMs);
      commands.pop();
      commands.push({ command_id: resumeId, name: "resume" });
      await run.untilWithin(isSettled(resumeId), stopMs);
      longestMs = longestGap([...server.askedAtMs.slice(before - 1), performance.now()]);
      run.excuse();
    }
    commands.pop();
    await run.finished();
  });
  return longestMs === undefined ? recording : { ...recording, silence: { longestMs, mostMs: askMs } };
}

/** What the commands of the scenes are called. */
export const [cancelId, pauseId, resumeId] = [
  "conformance-cancel",
  "conformance-pause",
  "conformance-resume",
] as const;

/** So many answers name a command that was answered already. */
const namedAgain = 3;

function longestGap(timesMs: readonly number[]): number {
  return Math.max(...timesMs.slice(1).map((atMs, index) => atMs - (timesMs[index] ?? atMs)));
}

interface Cast {
  readonly run: TrainerRun;
  readonly server: IngestServer;
  /** What every answer of the server repeats. */
  readonly commands: Command[];
}

async function play(
  target: TrainerTarget,
  options: TrainerSceneOptions & { readonly react?: (number: number) => Reaction },
  script: (cast: Cast) => Promise<void>,
): Promise<TrainerRecording> {
  const trace = new Trace();
  const trainId = newTrainId("trainer");
  const commands: Command[] = [];
  const { maxRecords, lateMs, react = () => "store" } = options;
  await using server = await IngestServer.start({
    trainId,
    trace,
    maxRecords,
    lateMs,
    react,
    commands: () => commands,
  });
  await using run = await TrainerRun.start(target, { source: server, trainId }, options);
  await script({ run, server, commands });
  const { requests, problems, acks, ledger } = server;
  const { stored, rejected, terminalStatus } = ledger;
  const { end, problem, wasStopped } = run;
  const published = { requests, problems, stored, rejected, acks, terminalStatus };
  return { frames: trace.frames, ...published, end, problem, wasStopped };
}

/** Whether the trainer has reported a number: what comes before may be preparation. */
function isUnderWay({ ledger }: IngestServer): boolean {
  return ledger.stored.some(
    ({ report: { details } }) => typeof details.current_step === "number" || typeof details.loss === "number",
  );
}
