import { clientMutants, nullClientSubjects } from "./clients.ts";
import { nullServerSubjects, serverMutants } from "./servers.ts";
import type { Mutant, Subject } from "./subject.ts";
import { nullSystemSubjects, systemMutants } from "./systems.ts";
import { nullTrainerSubjects, trainerMutants } from "./trainers.ts";

/** Everything that breaks one thing, of every role. */
export const mutants: readonly Mutant[] = [
  ...serverMutants,
  ...clientMutants,
  ...trainerMutants,
  ...systemMutants,
];

/** Everything that does nothing of what it should, of every role. No MUST case may be green on it. */
export const nullTargets: readonly Subject[] = [
  ...nullServerSubjects,
  ...nullClientSubjects,
  ...nullTrainerSubjects,
  ...nullSystemSubjects,
];
