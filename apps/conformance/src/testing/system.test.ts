import { describe, expect, test } from "vitest";
import { systemCases } from "../cases/manifest.ts";
import type { Mutation } from "../peer/mutation.ts";
import { startReference } from "../peer/reference-peer.ts";
import { SystemRecordings } from "../recordings/system-recordings.ts";
import { runCase } from "../run-case.ts";
import { runSuite } from "../run-suite.ts";
import type { CaseResult } from "../verdict.ts";
import { systemServerMutants, systemTrainerMutants } from "./mutants/system.ts";
import { nullTrainers } from "./trainers/faults.ts";
import { quickPatience, smallTrainer } from "./trainers/start-trainer.ts";

const timeScale = 0.4;
const options = { timeScale, concurrency: 1 };
const recordings = { patience: quickPatience, maxRecords: 500, timeScale };

interface Broken {
  readonly server?: Mutation;
  readonly trainer?: string;
}

async function judge(
  { server = {}, trainer = "" }: Broken,
  ids?: readonly string[],
): Promise<readonly CaseResult[]> {
  await using peer = await startReference(server);
  await using system = new SystemRecordings({ server: peer, trainer: smallTrainer(trainer) }, recordings);
  const cases = systemCases.filter(({ header }) => ids?.includes(header.id) ?? true);
  return await runSuite({ cases, targets: { system }, ...options });
}

test("every case is green on the reference peer with a trainer that does everything right", async () => {
  const found = (await judge({})).map(({ header, verdict, message }) => [header.id, verdict, message]);
  expect(found).toEqual(systemCases.map(({ header }) => [header.id, "pass", ""]));
});

describe("a broken server or trainer", () => {
  const servers = Object.entries(systemServerMutants).flatMap(([id, mutants]) =>
    Object.entries(mutants).map(([name, mutant]) => ({ id, name, broken: () => ({ server: mutant() }) })),
  );
  const trainers = Object.entries(systemTrainerMutants).flatMap(([id, faults]) =>
    faults.map((name) => ({ id, name, broken: () => ({ trainer: name }) })),
  );

  test.concurrent.for([...servers, ...trainers])("$name turns $id red", async ({ id, broken }) => {
    const [result] = await judge(broken(), [id]);
    expect(result?.message).toMatch(/./);
    expect(result?.verdict).toBe("fail");
  });

  test("is there for every case", () => {
    expect(Object.keys(systemServerMutants).sort()).toEqual(
      systemCases.map(({ header }) => header.id).sort(),
    );
  });
});

test.concurrent.each(Object.keys(nullTrainers))(
  "no case is green with a null trainer that %s",
  async (name) => {
    const verdicts = (await judge({ trainer: name })).map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(["fail"]));
  },
);

test("a server that the suite did not start is not killed", async () => {
  await using peer = await startReference();
  const { process: _kept, ...server } = peer;
  await using system = new SystemRecordings({ server, trainer: smallTrainer() }, recordings);
  const killing = systemCases.filter(({ header }) => header.requires.includes("process"));
  for (const testCase of killing) {
    expect((await runCase(testCase, { system }, options)).verdict).toBe("not_applicable");
  }
});
