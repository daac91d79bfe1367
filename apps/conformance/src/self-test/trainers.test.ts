import { describe, expect, test } from "vitest";
import { trainerCases } from "../cases/manifest.ts";
import { TrainerRecordings } from "../recordings/trainer-recordings.ts";
import { runCase } from "../run-case.ts";
import { runSuite } from "../run-suite.ts";
import type { TrainerProcess, TrainerTarget } from "../targets/trainer-target.ts";
import { mutantPairs, nullTargetsOf } from "../testing/mutant-pairs.ts";
import { isKill } from "./run-self-test.ts";
import { quickPatience, recordTrainer, smallTrainer } from "./trainers/start-trainer.ts";

const options = { timeScale: 1, concurrency: trainerCases.length };

async function verdictsOn(fault?: string): Promise<Record<string, { verdict: string; message: string }>> {
  await using trainer = recordTrainer(fault);
  const results = await runSuite({ cases: trainerCases, targets: { trainer }, ...options });
  return Object.fromEntries(results.map(({ header, verdict, message }) => [header.id, { verdict, message }]));
}

test("every case is green on a trainer that does everything right, or does not concern it", async () => {
  const { "trainer-course-005": nonfinite, ...others } = await verdictsOn();
  expect(nonfinite?.verdict).toBe("not_applicable");
  const green = Object.keys(others).map((id) => [id, { verdict: "pass", message: "" }]);
  expect(others).toEqual(Object.fromEntries(green));
});

test("values that are not finite are judged where there are some", async () => {
  expect(await verdictsOn("reports-nan")).toMatchObject({ "trainer-course-005": { verdict: "pass" } });
});

test("a trainer that knows no commands need not obey", async () => {
  const verdicts = await verdictsOn("knows-no-commands");
  const ids = Object.keys(verdicts).filter((id) => id.startsWith("trainer-command"));
  for (const id of [...ids, "trainer-stop-003"]) {
    expect({ id, verdict: verdicts[id]?.verdict }).toEqual({ id, verdict: "not_applicable" });
  }
});

test("a trainer that refuses commands has answered them", async () => {
  expect(await verdictsOn("refuses-commands")).toMatchObject({
    "trainer-stop-003": { verdict: "not_applicable" },
    "trainer-command-001": { verdict: "pass" },
    "trainer-command-003": { verdict: "not_applicable" },
  });
});

test.concurrent.for(mutantPairs("trainer"))(
  "a trainer that $name turns $id red",
  async ({ mutant, testCase }) => {
    const [result] = await mutant.play([testCase]);
    expect(result && isKill(result)).toBe(true);
    expect(result?.message).toMatch(/./);
  },
);

test.concurrent.for(nullTargetsOf("trainer"))("no case is green on a trainer that $name", async (subject) => {
  const results = await subject.play(trainerCases);
  const green = results.filter((result) => !isKill(result));
  expect(green.map(({ header, verdict }) => [header.id, verdict])).toEqual([]);
});

describe("what the suite says", () => {
  test.concurrent.for([
    ["silent", "trainer-course-001", /^the trainer never spoke: no request came within 3 s/],
    [
      "exits at once",
      "trainer-course-001",
      /^the trainer never spoke: its process ended with code 0, and wrote/,
    ],
    ["exits at once with 1", "trainer-stop-001", /^the trainer never spoke: its process ended with code 1/],
    [
      "sends empty requests",
      "trainer-course-001",
      /^the trainer never spoke: it sent requests, but no record/,
    ],
    ["crashes", "trainer-course-003", /^it reported no end: its process ended with code 7\nCUDA error/],
    ["hangs", "trainer-course-003", /no progress for 1.1 s though its trainer is alive/],
    ["floods", "trainer-course-004", /sent more than 500 records, the most that the suite keeps/],
    ["never-ends", "trainer-course-003", /the training did not end within 2.5 s/],
    ["ignores-term", "trainer-stop-001", /^the trainer was still running 1.5 s after TERM/],
  ] as const)("of a trainer that %s", async ([fault, id, message]) => {
    const testCase = trainerCases.find(({ header }) => header.id === id) ?? expect.fail(id);
    await using trainer = recordTrainer(fault);
    expect((await runCase(testCase, { trainer }, options)).message).toMatch(message);
  });
});

test("a recording that is cut short while the trainer starts ends at once, and the trainer with it", async () => {
  const patience = { ...quickPatience, speakMs: 600_000 };
  const started = Promise.withResolvers<TrainerProcess>();
  const { promise: disposing, resolve: goOn } = Promise.withResolvers<void>();
  const target = smallTrainer("silent");
  const slowToStart = {
    ...target,
    start: async (...given: Parameters<TrainerTarget["start"]>) => {
      const process = await target.start(...given);
      started.resolve(process);
      await disposing;
      return process;
    },
  };
  const trainer = new TrainerRecordings(slowToStart, { patience, maxRecords: 500, lateMs: 100 });
  const cut = expect(trainer.recording("undisturbed")).rejects.toMatchObject({ code: "interrupted" });
  const process = await started.promise;
  const disposed = trainer[Symbol.asyncDispose]();
  goOn();
  await Promise.all([cut, disposed]);
  expect((await process.ended).how).toBe("SIGKILL");
});
