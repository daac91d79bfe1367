import { isDeepStrictEqual } from "node:util";
import type { FlatMessage, TrainingUpdate } from "@trainwire/protocol";
import type { Checks } from "../checks.ts";
import { systemCase } from "../define-case.ts";
import { ConformanceError } from "../errors.ts";
import { storedUpdates } from "../recordings/followers/envelope-follower.ts";
import type { EnvelopeSighting, FlatSighting, SystemRecording } from "../recordings/system-recording.ts";
import { lastWords } from "../recordings/trainer-recording.ts";

/** A trainer publishes to a server, while viewers of all kinds follow. */
export const systemCases = [
  systemCase(
    {
      id: "system-001",
      title:
        "Viewers of /ws, of this version and older ones, receive the whole log in order, each update once",
      clauses: ["FAN-01", "FAN-02", "SUB-03", "SUB-05", "OPEN-01"],
      scene: "watched",
    },
    ({ envelopes, log }, checks) => {
      checks.equal(
        log.map(({ seq }) => seq),
        log.map((_update, index) => index + 1),
        "seq of the log",
      );
      for (const viewer of named(envelopes, ["first", "second", "older"])) {
        expectSteady(viewer, checks);
        expectWholeLog(viewer, log, checks);
      }
    },
  ),
  systemCase(
    {
      id: "system-002",
      title: "Viewers of the flat endpoint receive the state after each update, with the seq of the log",
      clauses: ["FLAT-01", "FLAT-03", "FLAT-05"],
      scene: "watched",
    },
    ({ flats, log }, checks) => {
      for (const viewer of flats) {
        expectSteady(viewer, checks);
        expectWholeLogFlat(viewer, log, checks);
      }
    },
  ),
  systemCase(
    {
      id: "system-003",
      title: "A poller sees the same updates as viewers of the sockets, and is told of the end once",
      clauses: ["POLL-02", "POLL-04"],
      scene: "watched",
    },
    ({ poller, envelopes }, checks) => {
      checks.equal(poller.problem, undefined, "what kept the poller from seeing the end");
      const [pushed] = named(envelopes, ["first"]).map(storedUpdates);
      expectSame(poller.updates, pushed ?? [], { who: "the poller", checks });
      checks.equal(poller.ends, 1, "pages that told of the end");
    },
  ),
  systemCase(
    {
      id: "system-004",
      title: "A viewer that is cut off twice resumes without a hole and without a repeat",
      clauses: ["SUB-05", "FAN-01"],
      scene: "watched",
    },
    ({ envelopes, log }, checks) => {
      for (const viewer of named(envelopes, ["cut"])) {
        const few = `cannot be judged, let it train longer: the log holds only ${log.length} updates`;
        checks.that(viewer.losses >= 2, few);
        checks.equal(viewer.losses, 2, "lost connections of the viewer that the suite cut off twice");
        expectWholeLog(viewer, log, checks);
      }
    },
  ),
  systemCase(
    {
      id: "system-005",
      title: "A viewer that does not read until the end gets every update, or the newest state as a snapshot",
      clauses: ["FAN-06", "MSG-07"],
      scene: "watched",
    },
    ({ slow, log }, checks) => {
      const { updates = [], problem } = slow ?? {};
      checks.equal(problem, undefined, "what kept the slow viewer from seeing the end");
      let last = 0;
      for (const { seq, snapshot } of updates) {
        checks.that(seq > last, `seq ${seq} came after ${last}`);
        const isSilentHole = seq > last + 1 && !snapshot;
        checks.that(!isSilentHole, `seq jumped from ${last} to ${seq} without a snapshot`);
        last = seq;
      }
      checks.equal(last, log.length, "the newest seq that the slow viewer has seen");
    },
  ),
  systemCase(
    {
      id: "system-006",
      title: "A half-open viewer is dropped within two heartbeats, and nothing of any viewer is left",
      clauses: ["LIVE-02"],
      scene: "watched",
    },
    ({ halfOpen, counts }, checks) => {
      const seconds = halfOpen?.heartbeatSeconds ?? 0;
      const isDropped = halfOpen?.droppedAfterMs !== undefined;
      checks.that(isDropped, `it was still connected after two heartbeats of ${seconds} s`);
      const { before, after } = counts ?? {};
      for (const name of ["connections", "subscriptions"] as const) {
        const risen = (halfOpen?.countsMeanwhile[name] ?? 0) > (before?.[name] ?? 0);
        checks.that(risen, `${name} must be counted while there are viewers`);
        const left = `${after?.[name]} ${name} are left, ${before?.[name]} were there before`;
        checks.that((after?.[name] ?? 0) <= (before?.[name] ?? 0), left);
      }
    },
  ),
  systemCase(
    {
      id: "system-007",
      title: "Every viewer learns of one end, with the same seq and status, and of nothing after it",
      clauses: ["END-01", "END-02", "END-04", "ING-15", "ING-16"],
      scene: "watched",
    },
    ({ envelopes, flats, slow, log, end }, checks) => {
      const terminal = log.at(-1);
      checks.equal(terminal?.data.status, "completed", "status of the last update");
      for (const { actor, completed } of [...envelopes, ...(slow ? [slow] : [])]) {
        checks.equal(completed, [log.length], `seq of each training_completed of ${actor}`);
      }
      for (const { actor, states } of flats) {
        const ends = states.filter(({ complete }) => complete).map(({ seq, status }) => ({ seq, status }));
        checks.equal(ends, [{ seq: log.length, status: "completed" }], `complete states of ${actor}`);
      }
      const how = end ? `${end.how}${lastWords(end)}` : "no end";
      checks.that(end?.exitCode === 0, `the trainer's process must exit with 0, but it ended with ${how}`);
    },
  ),
  systemCase(
    {
      id: "system-008",
      title: "What the server acknowledged is in the log exactly once, as the trainer reported it",
      clauses: ["NUM-03", "ING-02", "ING-04"],
      scene: "watched",
    },
    (recording, checks) => expectAcknowledged(recording, checks),
  ),
  systemCase(
    {
      id: "system-009",
      title: "The server is killed in the midst of a training: nothing acknowledged is lost or stored twice",
      clauses: ["RES-04", "ING-04", "ING-12"],
      requires: ["process"],
      exclusive: true,
      scene: "crashed",
    },
    (recording, checks) => {
      expectAcknowledged(recording, checks);
      const { acknowledged, unanswered } = recording;
      const early = "cannot be judged, let it train longer: it sent nothing while the server was away";
      checks.that(unanswered.length > 0, early);
      const lost = unanswered.filter(
        (record) => !acknowledged.some(({ raw }) => isDeepStrictEqual(raw, record)),
      );
      checks.equal(lost, [], "records that were not sent again after the server came back");
      checks.equal(recording.log.at(-1)?.data.status, "completed", "status of the last update");
    },
  ),
  systemCase(
    {
      id: "system-010",
      title: "The server is killed in the midst of a training: every viewer resumes without a hole or repeat",
      clauses: ["RES-04", "SUB-05", "FLAT-05", "POLL-02"],
      requires: ["process"],
      exclusive: true,
      scene: "crashed",
    },
    ({ envelopes, flats, poller, log }, checks) => {
      const lost = envelopes.reduce((sum, { losses }) => sum + losses, 0);
      const early = `cannot be judged, let it train longer: ${log.length} updates, and no viewer was cut off`;
      checks.that(lost > 0, early);
      for (const viewer of envelopes) expectWholeLog(viewer, log, checks);
      for (const viewer of flats) expectWholeLogFlat(viewer, log, checks);
      checks.equal(poller.problem, undefined, "what kept the poller from seeing the end");
      expectSame(poller.updates, log, { who: "the poller", checks });
    },
  ),
];

function named(viewers: readonly EnvelopeSighting[], names: readonly string[]): EnvelopeSighting[] {
  const found = viewers.filter(({ actor }) => names.includes(actor));
  if (found.length === names.length) return found;
  throw new ConformanceError("not_applicable", `there is no viewer ${names.join(", ")}`);
}

function expectSteady({ actor, losses }: EnvelopeSighting | FlatSighting, checks: Checks): void {
  checks.equal(losses, 0, `lost connections of ${actor}, which nobody cut off`);
}

/** A viewer that began with a snapshot has seen the log from there on. */
function expectWholeLog(viewer: EnvelopeSighting, log: readonly TrainingUpdate[], checks: Checks): void {
  const { actor, fromStart, problem, updates } = viewer;
  checks.equal(problem, undefined, `what kept ${actor} from seeing the end`);
  const from = fromStart ? 0 : (updates[0]?.seq ?? 0);
  const snapshots = updates.slice(fromStart ? 0 : 1).filter(({ snapshot }) => snapshot);
  checks.equal(snapshots, [], `snapshots that ${actor} got in between, though it read at once`);
  expectSame(storedUpdates(viewer), log.slice(from), { who: actor, checks });
}

function expectWholeLogFlat(viewer: FlatSighting, log: readonly TrainingUpdate[], checks: Checks): void {
  const { actor, fromStart, problem, states } = viewer;
  checks.equal(problem, undefined, `what kept ${actor} from seeing the end`);
  const firstSeq = fromStart ? 1 : (states[0]?.seq ?? 1);
  const headline = ({ seq, status, progress, received_at }: FlatMessage) => [
    seq,
    status,
    progress,
    received_at,
  ];
  const wanted = log
    .slice(Math.max(0, firstSeq - 1))
    .map(({ seq, data }) => [seq, data.status, data.progress, data.received_at ?? null]);
  const from = firstSeq === 0 ? states.slice(1) : states;
  checks.equal(from.map(headline), wanted, `seq, status, progress and received_at of the states of ${actor}`);
}

/** Says the first difference, since two whole logs side by side say nothing. */
function expectSame(
  seen: readonly TrainingUpdate[],
  wanted: readonly TrainingUpdate[],
  { who, checks }: { who: string; checks: Checks },
): void {
  for (const [index, update] of wanted.entries()) {
    checks.equal(seen[index], update, `update ${index + 1} of those that ${who} has to see`);
  }
  checks.equal(seen.length, wanted.length, `updates that ${who} has seen`);
}

function expectAcknowledged({ acknowledged, log }: SystemRecording, checks: Checks): void {
  const stored = log.filter(({ data }) => data.details.event === undefined);
  for (const [index, { report }] of acknowledged.entries()) {
    const what = `the stored update for record ${index + 1} of ${acknowledged.length}`;
    checks.equal(stored[index]?.data.details, JSON.parse(JSON.stringify(report.details)), what);
  }
  checks.equal(stored.length, acknowledged.length, "updates that the trainer's records became");
}
