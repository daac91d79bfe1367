import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import type { Change } from "./change.ts";
import { CheckError, firstLineOf } from "./errors.ts";
import type { LintFinding } from "./lint/lint-message.ts";

const Reason = z.string().min(10, "must say why, in ten characters or more");
const AllowedFile = z.strictObject({
  lints: z
    .array(
      z.strictObject({
        lint: z.enum(["closed_list", "closed_union", "strict_object"]),
        /** A message's name, or `*` for any. */
        message: z.string(),
        /** A place; one that begins with `*` stands for any that ends so. */
        path: z.string(),
        reason: Reason,
      }),
    )
    .default([]),
  changes: z
    .array(
      z.strictObject({
        /** The id of a change, as the reports name it. */
        change: z.string(),
        /** The version that it is a change from. */
        from: z.string(),
        reason: Reason,
      }),
    )
    .default([]),
});

/** What is let pass, each with its reason: lints for good, breaking changes from one version. */
export type Allowed = z.infer<typeof AllowedFile>;

/**
 * Reads a list of what is let pass; without a file nothing is.
 *
 * @throws CheckError `bad_file` if it is malformed.
 */
export function readAllowed(file: string): Allowed {
  if (!existsSync(file)) return { lints: [], changes: [] };
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new CheckError("bad_file", `${file} is not YAML: ${firstLineOf(error)}`, { cause: error });
  }
  const parsed = AllowedFile.safeParse(content ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CheckError("bad_file", `${file}: ${issue?.path.map(String).join(".")}: ${issue?.message}`);
}

type AllowedLint = Allowed["lints"][number];

function covers({ lint, message, path }: AllowedLint, finding: LintFinding): boolean {
  if (lint !== finding.lint || (message !== "*" && message !== finding.message)) return false;
  return path.startsWith("*") ? finding.path.endsWith(path.slice(1)) : finding.path === path;
}

/** Marks what the list lets pass. */
export function markAllowed(allowed: Allowed, from: string, changes: readonly Change[]): Change[] {
  return changes.map((change) => {
    const entry = allowed.changes.find((each) => each.change === change.id && each.from === from);
    return entry === undefined || change.class !== "breaking" ? change : { ...change, allowed: entry.reason };
  });
}

/** Marks the lints that the list lets pass. */
export function markAllowedLints(allowed: Allowed, findings: readonly LintFinding[]): LintFinding[] {
  return findings.map((finding) => {
    const entry = allowed.lints.find((each) => covers(each, finding));
    return entry === undefined ? finding : { ...finding, allowed: entry.reason };
  });
}

/** Entries that let nothing pass any more. */
export function staleEntries(
  allowed: Allowed,
  changes: readonly Change[],
  { from, lints }: { from: string; lints: readonly LintFinding[] },
): string[] {
  const staleLints = allowed.lints.filter((entry) => !lints.some((finding) => covers(entry, finding)));
  const staleChanges = allowed.changes.filter(
    (entry) => entry.from === from && !changes.some(({ id }) => id === entry.change),
  );
  return [
    ...staleLints.map(({ lint, message, path }) => `${lint} of ${message} ${path}`),
    ...staleChanges.map(({ change }) => change),
  ];
}
