import type { CommandAck } from "@trainwire/protocol";
import type { Checks } from "../checks.ts";
import { trainerCase } from "../define-case.ts";
import { ConformanceError } from "../errors.ts";
import { endingOf, type TrainerRecording } from "../recordings/trainer-recording.ts";
import { cancelId, pauseId, resumeId } from "../recordings/trainer-scenes.ts";

/** What a trainer does that is told to pause, to resume, or to cancel. */
export const trainerCommandCases = [
  trainerCase(
    {
      id: "trainer-command-001",
      title: "A command is carried out once, however often it is named, and answered to its end",
      clauses: ["CMD-12"],
      scene: "paused",
    },
    (recording, checks) => {
      const answers = answersTo(recording, pauseId);
      if (answers.length === 0) throw new ConformanceError("not_applicable", "it does not answer pause");
      const known = [["done"], ["refused"], ["accepted", "done"], ["accepted", "refused"]];
      const states = answers.map(({ state }) => state);
      const isKnown = known.some((each) => each.join() === states.join());
      checks.that(
        isKnown,
        `expected accepted at most once, and then done or refused once; got ${states.join(", ")}`,
      );
    },
  ),
  trainerCase(
    {
      id: "trainer-command-002",
      title: "A trainer that accepted cancel ends within 30 s, and its training with it",
      clauses: ["CMD-13"],
      scene: "cancelled",
    },
    (recording, checks) => {
      const answers = answersTo(recording, cancelId);
      const isObeyed = answers.some(({ state }) => state !== "refused");
      if (!isObeyed && recording.problem === undefined) {
        throw new ConformanceError("not_applicable", "it does not take cancel");
      }
      checks.that(recording.end !== undefined, endingOf(recording));
      checks.that(recording.terminalStatus !== undefined, `it reported no end: ${endingOf(recording)}`);
    },
  ),
  trainerCase(
    {
      id: "trainer-command-003",
      title: "A trainer whose pause is done has reported paused, and reports no step until it is resumed",
      clauses: ["CMD-14"],
      scene: "paused",
    },
    (recording, checks) => {
      const { stored } = recording;
      const pausedAt = pausedIn(recording, checks);
      const statuses = stored.slice(0, pausedAt + 1).flatMap(({ report }) => report.details.status ?? []);
      checks.equal(statuses.at(-1), "paused", "the status when the pause is done");
      const resumedAt = stored.findIndex(({ report }) => report.commandAck?.command_id === resumeId);
      const between = stored.slice(pausedAt + 1, resumedAt === -1 ? undefined : resumedAt);
      const steps = between.flatMap(({ report }) => report.details.current_step ?? []);
      checks.equal(steps, [], "steps that it reported while it was paused");
    },
  ),
  trainerCase(
    {
      id: "trainer-command-004",
      title: "A paused trainer that is told to resume goes on to its end",
      clauses: ["CMD-15"],
      scene: "paused",
    },
    (recording, checks) => {
      pausedIn(recording, checks);
      const answers = answersTo(recording, resumeId);
      checks.that(answers.length > 0, `it did not answer resume: ${endingOf(recording)}`);
      if (answers.at(-1)?.state !== "done") return;
      const { terminalStatus } = recording;
      checks.that(terminalStatus !== undefined, `it reported no end: ${endingOf(recording)}`);
      checks.equal(terminalStatus, "completed", "the status that it ended with");
    },
  ),
  trainerCase(
    {
      id: "trainer-command-005",
      title: "A trainer that has nothing to report asks for commands within 2 s",
      clauses: ["CMD-16"],
      level: "SHOULD",
      scene: "paused",
    },
    (recording, checks) => {
      pausedIn(recording, checks);
      const { longestMs, mostMs } = checks.present(recording.silence, "what was seen while it was paused");
      const longest = `${(longestMs / 1000).toFixed(1)} s`;
      checks.that(longestMs <= mostMs, `while it was paused it sent no request for ${longest}`);
    },
  ),
];

function answersTo({ acks }: TrainerRecording, id: string): CommandAck[] {
  return acks.filter(({ command_id }) => command_id === id);
}

/** Which of its records says that the pause is done; the case does not concern a trainer that did not pause. */
function pausedIn(recording: TrainerRecording, checks: Checks): number {
  const { stored } = recording;
  const at = stored.findIndex(
    ({ report: { commandAck } }) => commandAck?.command_id === pauseId && commandAck.state === "done",
  );
  if (at === -1) throw new ConformanceError("not_applicable", "it does not pause");
  checks.that(true, "it paused");
  return at;
}
