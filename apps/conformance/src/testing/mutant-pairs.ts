import type { Role } from "../cli/open-targets.ts";
import type { Case } from "../define-case.ts";
import { mutants, nullTargets } from "../self-test/catalogue.ts";
import { casesOf } from "../self-test/run-self-test.ts";
import type { Mutant, Subject } from "../self-test/subject.ts";

/** A mutant, and one of the cases that must find it. */
export interface MutantPair {
  readonly name: string;
  readonly id: string;
  readonly mutant: Mutant;
  readonly testCase: Case;
}

/** Every mutant of a role with each case that must find it. */
export function mutantPairs(role: Role): readonly MutantPair[] {
  return mutants
    .filter((mutant) => mutant.role === role)
    .flatMap((mutant) =>
      casesOf(role)
        .filter(({ header }) => mutant.names.includes(header.id))
        .map((testCase) => ({ name: mutant.name, id: testCase.header.id, mutant, testCase })),
    );
}

/** What does nothing, of a role. */
export function nullTargetsOf(role: Role): readonly Subject[] {
  return nullTargets.filter((subject) => subject.role === role);
}
