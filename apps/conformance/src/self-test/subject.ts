import type { Role } from "../cli/open-targets.ts";
import type { Case } from "../define-case.ts";
import type { CaseResult } from "../verdict.ts";

/** Something broken, made by the suite to try its own cases on. */
export interface Subject {
  /** Unique among those of its role; never given to another. */
  readonly name: string;
  readonly role: Role;
  /** What is wrong with it, as a sentence. */
  readonly breaks: string;
  /** Plays cases of its role on it, each as if it were the only one. */
  play(cases: readonly Case[]): Promise<readonly CaseResult[]>;
}

/** A subject that breaks one thing, and the cases that must find it. */
export interface Mutant extends Subject {
  readonly names: readonly string[];
}

/** What a name such as `loses-update-5` says, as a sentence. */
export function sentenceOf(who: string, name: string): string {
  return `A ${who} that ${name.replaceAll("-", " ")}.`;
}
