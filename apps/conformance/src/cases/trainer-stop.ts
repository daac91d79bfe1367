import type { Checks } from "../checks.ts";
import { trainerCase } from "../define-case.ts";
import { ConformanceError } from "../errors.ts";
import { endingOf, type TrainerRecording } from "../recordings/trainer-recording.ts";

/** What a trainer does that is told to stop. */
export const trainerStopCases = [
  trainerCase(
    {
      id: "trainer-stop-001",
      title: "TERM ends the process of a trainer within 10 s",
      clauses: ["ING-17"],
      scene: "terminated",
    },
    (recording, checks) => {
      expectStopped(recording, checks);
      checks.that(recording.end !== undefined, endingOf(recording));
    },
  ),
  trainerCase(
    {
      id: "trainer-stop-002",
      title: "A trainer that TERM ends reports cancelled before",
      clauses: ["ING-18"],
      level: "SHOULD",
      scene: "terminated",
    },
    (recording, checks) => {
      expectStopped(recording, checks);
      checks.equal(recording.terminalStatus, "cancelled", "the status that it ended with");
    },
  ),
  trainerCase(
    {
      id: "trainer-stop-003",
      title: "A trainer that accepted the command cancel ends, and reports cancelled",
      clauses: ["ING-18"],
      level: "SHOULD",
      scene: "cancelled",
    },
    (recording, checks) => {
      const refused = recording.acks.find(({ state }) => state === "refused");
      if (refused) {
        throw new ConformanceError("not_applicable", `it refuses cancel: ${refused.reason ?? "no reason"}`);
      }
      if (recording.acks.length === 0 && recording.problem === undefined) {
        throw new ConformanceError("not_applicable", "it answers no command");
      }
      checks.that(recording.end !== undefined, endingOf(recording));
      checks.equal(recording.terminalStatus, "cancelled", "the status that it ended with");
    },
  ),
];

function expectStopped(recording: TrainerRecording, checks: Checks): void {
  const what = `cannot be judged, it ended before it could be stopped: ${endingOf(recording)}`;
  checks.that(recording.wasStopped, what);
}
