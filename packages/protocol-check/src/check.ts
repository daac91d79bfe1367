import { join } from "node:path";
import { markAllowed, markAllowedLints, readAllowed, staleEntries } from "./allowed.ts";
import { type Bump, bumpOf, type Change, suffices } from "./change.ts";
import { type DeclaredBump, declaredBump } from "./changesets.ts";
import { compareSurfaces } from "./compare/compare-surfaces.ts";
import { type LintFinding, lintSurface } from "./lint/lint-message.ts";
import type { Surface } from "./surface.ts";
import { openVersion } from "./version/open-version.ts";
import { findPackage } from "./version/package-folder.ts";

/** A version, as reports name it. */
export type VersionName = Pick<Surface, "label" | "version">;

/** The judgement on the way from one version to another. */
export interface CheckResult {
  readonly from: VersionName;
  readonly to: VersionName;
  readonly messages: number;
  readonly changes: readonly Change[];
  readonly lints: readonly LintFinding[];
  /** What the list of allowed things names in vain. */
  readonly stale: readonly string[];
  readonly needed: Bump;
  readonly declared: DeclaredBump;
  /** Whether the declared bump is large enough, and no lint complains. */
  readonly isGood: boolean;
}

/** What to compare. */
export interface CheckOptions {
  readonly from: string;
  readonly to: string;
  /** The folder in which releases, git refs, changesets and the list of allowed things are looked up. */
  readonly home: string;
}

/**
 * Judges every change from one version of the protocol to another.
 *
 * @throws CheckError if a version or a file cannot be read.
 */
export async function check({ from, to, home }: CheckOptions): Promise<CheckResult> {
  const [old, now] = await Promise.all([openVersion(from, home), openVersion(to, home)]);
  const allowed = readAllowed(allowedFile(home));
  const changes = markAllowed(allowed, old.label, compareSurfaces(old, now));
  const lints = markAllowedLints(allowed, lintSurface(now));
  const stale = staleEntries(allowed, changes, { from: old.label, lints });
  const needed = bumpOf(changes);
  const declared = declaredBump(home, [old.version, now.version]);
  const isGood =
    suffices(declared.bump, needed) &&
    lints.every((lint) => lint.allowed !== undefined) &&
    stale.length === 0;
  return {
    from: { label: old.label, version: old.version },
    to: { label: now.label, version: now.version },
    messages: now.messages.size,
    changes,
    lints,
    stale,
    needed,
    declared,
    isGood,
  };
}

/** Where the list of what is let pass lies. */
function allowedFile(home: string): string {
  try {
    return join(findPackage(home).folder, "spec/allowed.yaml");
  } catch {
    // Packages can be compared anywhere; then nothing is let pass.
    return join(home, "spec/allowed.yaml");
  }
}
