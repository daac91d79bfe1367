import { cases } from "../cases/manifest.ts";
import type { Role } from "../cli/open-targets.ts";
import type { Case } from "../define-case.ts";
import { ConformanceError } from "../errors.ts";
import { forEachOf } from "../run-suite.ts";
import { suiteVersion } from "../suite-version.ts";
import type { CaseResult, Verdict } from "../verdict.ts";
import { mutants, nullTargets } from "./catalogue.ts";
import type { KillMatrix, MutantRecord } from "./kill-matrix.ts";
import { problemsOf } from "./problems.ts";
import type { Mutant, Subject } from "./subject.ts";

/** How the suite is tried on its own mutants. */
export interface SelfTestOptions {
  /** Every mutant meets all cases of its role, and not only those that must find it. */
  readonly full: boolean;
  readonly roles: readonly Role[];
  /** Mutants that are played at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Told of what goes on, a line each. */
  readonly onLine: (line: string) => void;
}

/** Whether a case found something: a SHOULD warns. */
export function isKill({ header, verdict }: CaseResult): boolean {
  return verdict === (header.level === "MUST" ? "fail" : "warn");
}

/**
 * Plays every mutant and every null target.
 *
 * @throws ConformanceError `interrupted` if it is cut short.
 */
export async function runSelfTest(options: SelfTestOptions): Promise<KillMatrix> {
  const date = new Date();
  const ofRoles = ({ role }: Subject) => options.roles.includes(role);
  const null_targets = await playNullTargets(nullTargets.filter(ofRoles), options);
  const records = await playMutants(mutants.filter(ofRoles), options);
  return {
    suite: { name: "@trainwire/conformance", version: suiteVersion },
    date: date.toISOString(),
    full: options.full,
    duration_ms: Date.now() - date.getTime(),
    null_targets,
    mutants: records,
    problems: problemsOf({ null_targets, mutants: records }, options.roles.flatMap(casesOf)),
  };
}

/** The cases for a role. */
export function casesOf(role: Role): readonly Case[] {
  return cases.filter(({ header }) => header.roles.includes(role));
}

async function playNullTargets(subjects: readonly Subject[], options: SelfTestOptions) {
  const verdicts: Record<string, Record<string, Verdict>> = {};
  await forEachOf(subjects, options.concurrency, async (subject) => {
    stopIfCut(options.signal);
    const results = await subject.play(casesOf(subject.role));
    verdicts[idOf(subject)] = Object.fromEntries(results.map(({ header, verdict }) => [header.id, verdict]));
    const red = results.filter(isKill).length;
    options.onLine(`null    ${red}/${results.length} red  ${idOf(subject)}`);
  });
  return verdicts;
}

async function playMutants(subjects: readonly Mutant[], options: SelfTestOptions): Promise<MutantRecord[]> {
  const killers = new Map(subjects.map((mutant) => [mutant, new Set<string>()]));
  let done = 0;
  const plays = subjects.flatMap((mutant) => playsOf(mutant, options.full));
  await forEachOf(plays, options.concurrency, async ({ mutant, chosen }) => {
    stopIfCut(options.signal);
    const results = await mutant.play(chosen);
    for (const { header } of results.filter(isKill)) killers.get(mutant)?.add(header.id);
    done += 1;
    const known = results.filter(({ header }) => mutant.names.includes(header.id));
    if (known.length === 0 && done % 100 > 0) return;
    const word = known.every(isKill) ? "killed " : "SURVIVED";
    options.onLine(`${done}/${plays.length} ${word} ${idOf(mutant)}  (${mutant.names.join(" ")})`);
  });
  return subjects.map((mutant) => recordOf(mutant, killers.get(mutant) ?? new Set()));
}

interface Play {
  readonly mutant: Mutant;
  readonly chosen: readonly Case[];
}

/** Recordings serve many cases at once; other cases are played one by one, side by side. */
function playsOf(mutant: Mutant, full: boolean): readonly Play[] {
  const all = casesOf(mutant.role);
  const chosen = full ? all : all.filter(({ header }) => mutant.names.includes(header.id));
  const isRecorded = mutant.role === "trainer" || mutant.role === "system";
  return isRecorded ? [{ mutant, chosen }] : chosen.map((testCase) => ({ mutant, chosen: [testCase] }));
}

function recordOf(mutant: Mutant, killers: ReadonlySet<string>): MutantRecord {
  const { role, breaks, names } = mutant;
  const survived = names.length === 0 || names.some((id) => !killers.has(id));
  return { id: idOf(mutant), role, breaks, names: [...names], killed_by: [...killers].sort(), survived };
}

function idOf({ role, name }: Subject): string {
  return `${role}/${name.replaceAll(" ", "-").replaceAll(",", "")}`;
}

function stopIfCut(signal: AbortSignal): void {
  if (signal.aborted) throw new ConformanceError("interrupted", "the self-test was cut short");
}
