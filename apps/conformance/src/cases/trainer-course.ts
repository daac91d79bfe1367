import { measuredFields } from "@trainwire/protocol";
import { trainerCase } from "../define-case.ts";
import { ConformanceError } from "../errors.ts";
import type { RejectedRecord } from "../ingest-server/ledger.ts";
import { endingOf, lastWords } from "../recordings/trainer-recording.ts";

/** What a trainer reports, from its first record to the end of its process. */
export const trainerCourseCases = [
  trainerCase(
    {
      id: "trainer-course-001",
      title: "A trainer publishes the training it was told, in requests and records that fit",
      clauses: ["ING-13"],
      scene: "undisturbed",
    },
    ({ problems, rejected }, checks) => {
      checks.equal(problems, [], "what was wrong with its requests");
      const misfits = rejected.filter(({ code }) => code !== "training_ended");
      const shown = misfits.slice(0, 3).map(({ code, message, raw }) => ({ code, message, raw }));
      checks.equal(shown, [], `records that do not fit (${misfits.length} in all)`);
    },
  ),
  trainerCase(
    {
      id: "trainer-course-002",
      title: "Neither current_step nor progress goes back within an attempt",
      clauses: ["ING-14"],
      scene: "undisturbed",
    },
    ({ stored }, checks) => {
      const highest = new Map<string, number>();
      for (const { report } of stored) {
        for (const name of ["current_step", "progress"] as const) {
          const value = report.details[name];
          if (typeof value !== "number") continue;
          const key = `${name} of attempt ${report.attempt ?? 1}`;
          const before = highest.get(key) ?? -1;
          checks.that(value >= before, `${key} went from ${before} back to ${value}`);
          highest.set(key, value);
        }
      }
      checks.that(highest.size > 0, "it reported neither current_step nor progress");
    },
  ),
  trainerCase(
    {
      id: "trainer-course-003",
      title: "A training that ends reports one terminal status, as its last record",
      clauses: ["ING-15"],
      scene: "undisturbed",
    },
    (recording, checks) => {
      const { terminalStatus, rejected } = recording;
      checks.that(terminalStatus !== undefined, `it reported no end: ${endingOf(recording)}`);
      const late = rejected.filter(({ code }) => code === "training_ended").map(({ raw }) => raw);
      checks.equal(late, [], `records after it reported ${terminalStatus}`);
    },
  ),
  trainerCase(
    {
      id: "trainer-course-004",
      title: "After completed the process of a trainer exits with 0, and no other way",
      clauses: ["ING-16"],
      scene: "undisturbed",
    },
    (recording, checks) => {
      const { terminalStatus, end } = recording;
      checks.that(terminalStatus !== undefined, `it reported no end: ${endingOf(recording)}`);
      checks.equal(terminalStatus, "completed", "the status that it ended with");
      const how = end ? `it exited with ${end.how}${lastWords(end)}` : endingOf(recording);
      checks.that(end?.exitCode === 0, `after completed its process must exit with 0, but ${how}`);
    },
  ),
  trainerCase(
    {
      id: "trainer-course-005",
      title: "Values that are not finite are written as NaN, Infinity, their strings, or null with nonfinite",
      clauses: ["NUM-04"],
      scene: "undisturbed",
    },
    ({ stored, rejected }, checks) => {
      const misspelt = rejected.flatMap(wordsForNumbers);
      const named = stored.filter(({ report }) => report.details.nonfinite !== undefined);
      if (misspelt.length === 0 && named.length === 0) {
        throw new ConformanceError("not_applicable", "every value that it reported was finite");
      }
      checks.equal(misspelt, [], "values that no server reads as a number");
    },
  ),
];

/** The texts that stand where a record must hold numbers, as `loss: "nan"`. */
function wordsForNumbers({ raw }: RejectedRecord): string[] {
  const record = Object(raw) as Record<string, unknown>;
  const named = Object.keys(measuredFields).map((name) => [name, record[name]] as const);
  const metrics = Object.entries(Object(record["metrics"]) as Record<string, unknown>);
  return [...named, ...metrics]
    .filter(([, value]) => typeof value === "string")
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
}
