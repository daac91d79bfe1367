import { readHealth, readHealthUntil } from "../actors/health.ts";
import { Poller } from "../actors/poller.ts";
import { type Bands, timeBands } from "../bands.ts";
import { Checks } from "../checks.ts";
import { ConformanceError } from "../errors.ts";
import { IngestTap } from "../ingest-server/ingest-tap.ts";
import { newTrainId } from "../new-train-id.ts";
import type { ServerStage } from "../stage.ts";
import type { Target, TargetProcess } from "../targets/target.ts";
import type { TrainerTarget } from "../targets/trainer-target.ts";
import { Trace } from "../trace.ts";
import { followEnvelopes } from "./followers/envelope-follower.ts";
import { followFlat } from "./followers/flat-follower.ts";
import { goHalfOpen } from "./followers/half-open-follower.ts";
import { followPolling } from "./followers/polling-follower.ts";
import type { SystemRecording } from "./system-recording.ts";
import { endingOf } from "./trainer-recording.ts";
import { TrainerRun, type TrainerRunOptions } from "./trainer-run.ts";

/** How a scene with a server and a trainer is played. */
export interface SystemSceneOptions extends TrainerRunOptions {
  readonly timeScale: number;
}

/** A server and a trainer under test. */
export interface SystemTarget {
  readonly server: Target;
  readonly trainer: TrainerTarget;
}

/** After so many updates the viewer that is cut loses its connection. */
const cuts = [2, 7];
/** After so many records the server is killed. */
const recordsBeforeCrash = 4;

/** Viewers of all kinds follow a training: one is cut and resumes, one goes half-open, one is slow. */
export function playWatched(target: SystemTarget, options: SystemSceneOptions): Promise<SystemRecording> {
  return play(target, options, async ({ stage, watching, trainId, run }) => {
    const before = await readHealth(stage);
    const older = { actor: "older", fromStart: false, handshake: { protocols: [] } };
    const late = { actor: "slow", fromStart: true, readsAfter: run.finished() };
    const [halfOpen, slow, poller, flats, envelopes] = await Promise.all([
      goHalfOpen(stage, trainId),
      followEnvelopes(watching, trainId, late),
      followPolling(watching, trainId),
      Promise.all([
        followFlat(watching, trainId, { actor: "flat", fromStart: true }),
        followFlat(watching, trainId, { actor: "older-flat", fromStart: false }),
      ]),
      Promise.all([
        followEnvelopes(watching, trainId, { actor: "first", fromStart: true }),
        followEnvelopes(watching, trainId, { actor: "second", fromStart: true }),
        followEnvelopes(watching, trainId, { actor: "cut", fromStart: true, cuts }),
        followEnvelopes(watching, trainId, older),
      ]),
    ]);
    const after = await readHealthUntil(
      stage,
      ({ connections, subscriptions }) =>
        connections <= before.connections && subscriptions <= before.subscriptions,
      stage.bands.eventualMs,
    );
    return { envelopes, flats, poller, slow, halfOpen, counts: { before, after } };
  });
}

/** The server is killed without warning in the midst of a training, and started again; viewers resume. */
export async function playCrashed(
  target: SystemTarget,
  options: SystemSceneOptions,
): Promise<SystemRecording> {
  const { process } = target.server;
  if (!process) {
    throw new ConformanceError("not_applicable", "needs a server that the suite starts itself");
  }
  return play(target, options, async (cast) => {
    const { watching, trainId, run } = cast;
    const first = Promise.withResolvers<void>();
    const flat = Promise.withResolvers<void>();
    // A viewer that had seen nothing before the crash would have nothing to resume.
    const watched = Promise.race([Promise.all([first.promise, flat.promise]), run.finished()]);
    const [envelope, state, poller] = await Promise.all([
      followEnvelopes(watching, trainId, { actor: "first", fromStart: true, onUpdate: first.resolve }),
      followFlat(watching, trainId, { actor: "flat", fromStart: true, onUpdate: flat.resolve }),
      followPolling(watching, trainId),
      watched.then(() => crashInTheMidst(process, cast)),
    ]);
    const absent = { slow: undefined, halfOpen: undefined, counts: undefined };
    return { envelopes: [envelope], flats: [state], poller, ...absent };
  });
}

/** Kills the server once records came, and starts it when the trainer has noticed. */
async function crashInTheMidst(process: TargetProcess, { run, tap, watching }: Cast): Promise<void> {
  await run.until(() => tap.ledger.stored.length >= recordsBeforeCrash);
  await process.crash();
  await run.untilWithin(() => tap.unanswered.length > 0, watching.bands.eventualMs);
  await process.start();
}

interface Cast {
  /** Ends with the scene. */
  readonly stage: ServerStage;
  /** Ends some time after the trainer, so that nobody waits for what cannot come any more. */
  readonly watching: ServerStage;
  readonly trainId: string;
  readonly run: TrainerRun;
  readonly tap: IngestTap;
}

type Seen = Pick<SystemRecording, "envelopes" | "flats" | "poller" | "slow" | "halfOpen" | "counts">;

const nothing: Seen = {
  envelopes: [],
  flats: [],
  poller: { updates: [], ends: 0, problem: undefined },
  slow: undefined,
  halfOpen: undefined,
  counts: undefined,
};

/** Starts the trainer, waits until the server knows the training, and then has the script watch it. */
async function play(
  { server, trainer }: SystemTarget,
  options: SystemSceneOptions,
  script: (cast: Cast) => Promise<Seen>,
): Promise<SystemRecording> {
  const end = new AbortController();
  const bands = timeBands(options.timeScale);
  const trace = new Trace();
  const { url, token } = server;
  const stage = { url, token, bands, checks: new Checks(), trace, ended: end.signal };
  const trainId = newTrainId("system");
  const { maxRecords } = options;
  await using tap = await IngestTap.start({ serverUrl: server.url, trainId, trace, maxRecords });
  await using run = await TrainerRun.start(trainer, { source: tap, trainId }, { ...options, token });
  try {
    await run.until(() => tap.ledger.stored.length > 0);
    const isKnown = tap.ledger.stored.length > 0;
    const watching = { ...stage, ended: AbortSignal.any([end.signal, endAfter(run, bands)]) };
    const seen = isKnown ? await script({ stage, watching, trainId, run, tap }) : nothing;
    await run.finished();
    const log = isKnown ? await new Poller(stage, "poller", trainId).history() : [];
    return {
      frames: trace.frames,
      violations: stage.checks.violations,
      ...seen,
      log,
      acknowledged: tap.ledger.stored,
      unanswered: tap.unanswered,
      end: run.end,
      problem: problemOf(run, tap),
    };
  } finally {
    end.abort();
  }
}

/** Aborts some time after the run is over, or at once if it is cut short. */
function endAfter(run: TrainerRun, bands: Bands): AbortSignal {
  const end = new AbortController();
  run.finished().then(
    () => setTimeout(() => end.abort(), bands.eventualMs).unref(),
    () => end.abort(),
  );
  return end.signal;
}

function problemOf(run: TrainerRun, { ledger }: IngestTap): string | undefined {
  if (ledger.stored.length === 0) {
    const why = endingOf(run);
    return why.startsWith("the trainer never spoke") ? why : `the trainer never spoke: ${why}`;
  }
  if (run.problem !== undefined || ledger.terminalStatus !== undefined) return run.problem;
  return `it reported no end: ${endingOf(run)}`;
}
