import type { Case } from "../define-case.ts";
import { runSuite } from "../run-suite.ts";
import { namesByFault } from "./mutants/names-by-fault.ts";
import { trainerMutantsByCase } from "./mutants/trainers.ts";
import { type Mutant, type Subject, sentenceOf } from "./subject.ts";
import { nullTrainers } from "./trainers/faults.ts";
import { recordTrainer } from "./trainers/start-trainer.ts";

function trainer(name: string): Subject {
  return {
    name,
    role: "trainer",
    breaks: sentenceOf("trainer", name.replace(/^silent$/, "is silent")),
    play: (cases) => playOn(name, cases),
  };
}

/** Cases judge recordings, so that one of each scene serves all. */
async function playOn(name: string, cases: readonly Case[]) {
  await using recordings = recordTrainer(name);
  return await runSuite({ cases, targets: { trainer: recordings }, timeScale: 1, concurrency: cases.length });
}

/** Every broken trainer. */
export const trainerMutants: readonly Mutant[] = namesByFault(trainerMutantsByCase).map(([name, names]) => ({
  ...trainer(name),
  names,
}));

/** Trainers that do nothing of what they should. */
export const nullTrainerSubjects: readonly Subject[] = Object.keys(nullTrainers).map(trainer);
