import type { Case } from "../define-case.ts";
import type { Mutation } from "../peer/mutation.ts";
import { startReference } from "../peer/reference-peer.ts";
import { SystemRecordings } from "../recordings/system-recordings.ts";
import { runSuite } from "../run-suite.ts";
import type { CaseResult } from "../verdict.ts";
import { namesByFault } from "./mutants/names-by-fault.ts";
import { systemServerMutants, systemTrainerMutants } from "./mutants/system.ts";
import { type Mutant, type Subject, sentenceOf } from "./subject.ts";
import { nullTrainers } from "./trainers/faults.ts";
import { quickPatience, smallTrainer } from "./trainers/start-trainer.ts";

const timeScale = 0.4;

/** What is wrong with a server and its trainer; by default nothing. */
export interface BrokenSystem {
  readonly server?: Mutation;
  readonly trainer?: string;
}

/** Plays cases on the reference peer and the small trainer. */
export async function playSystem(
  { server = {}, trainer = "" }: BrokenSystem,
  cases: readonly Case[],
): Promise<readonly CaseResult[]> {
  await using peer = await startReference(server);
  const recordings = { patience: quickPatience, maxRecords: 500, timeScale };
  await using system = new SystemRecordings({ server: peer, trainer: smallTrainer(trainer) }, recordings);
  return await runSuite({ cases, targets: { system }, timeScale, concurrency: 1 });
}

function withTrainer(fault: string): Subject {
  const deed = fault === "silent" ? "is silent" : fault;
  return {
    name: `has-a-trainer-that-${deed.replaceAll(" ", "-")}`,
    role: "system",
    breaks: sentenceOf("system", `has a trainer that ${deed}`),
    play: (cases) => playSystem({ trainer: fault }, cases),
  };
}

/** Every broken system: a broken server with a good trainer, or the other way round. */
export const systemMutants: readonly Mutant[] = [
  ...Object.entries(systemServerMutants).flatMap(([id, mutants]) =>
    Object.entries(mutants).map(
      ([name, mutant]): Mutant => ({
        name,
        role: "system",
        breaks: sentenceOf("system", `has a server that ${name}`),
        names: [id],
        play: (cases) => playSystem({ server: mutant() }, cases),
      }),
    ),
  ),
  ...namesByFault(systemTrainerMutants).map(([fault, names]) => ({ ...withTrainer(fault), names })),
];

/** Good servers with trainers that do nothing of what they should. */
export const nullSystemSubjects: readonly Subject[] = Object.keys(nullTrainers).map(withTrainer);
