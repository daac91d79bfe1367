import { expect, test } from "vitest";
import { systemCases } from "../cases/manifest.ts";
import { startReference } from "../peer/reference-peer.ts";
import { SystemRecordings } from "../recordings/system-recordings.ts";
import { runCase } from "../run-case.ts";
import { mutantPairs, nullTargetsOf } from "../testing/mutant-pairs.ts";
import { isKill } from "./run-self-test.ts";
import { playSystem } from "./systems.ts";
import { quickPatience, smallTrainer } from "./trainers/start-trainer.ts";

const timeScale = 0.4;
const options = { timeScale, concurrency: 1 };
const recordings = { patience: quickPatience, maxRecords: 500, timeScale };

test("every case is green on the reference peer with a trainer that does everything right", async () => {
  const found = (await playSystem({}, systemCases)).map(({ header, verdict, message }) => [
    header.id,
    verdict,
    message,
  ]);
  expect(found).toEqual(systemCases.map(({ header }) => [header.id, "pass", ""]));
});

test.concurrent.for(mutantPairs("system"))(
  "a system that $name turns $id red",
  async ({ mutant, testCase }) => {
    const [result] = await mutant.play([testCase]);
    expect(result && isKill(result)).toBe(true);
    expect(result?.message).toMatch(/./);
  },
);

test.concurrent.for(nullTargetsOf("system"))("no case is green on a system that $name", async (subject) => {
  const results = await subject.play(systemCases);
  const green = results.filter((result) => !isKill(result));
  expect(green.map(({ header, verdict }) => [header.id, verdict])).toEqual([]);
});

test("a server that the suite did not start is not killed", async () => {
  await using peer = await startReference();
  const { process: _kept, ...server } = peer;
  await using system = new SystemRecordings({ server, trainer: smallTrainer() }, recordings);
  const killing = systemCases.filter(({ header }) => header.requires.includes("process"));
  for (const testCase of killing) {
    expect((await runCase(testCase, { system }, options)).verdict).toBe("not_applicable");
  }
});
