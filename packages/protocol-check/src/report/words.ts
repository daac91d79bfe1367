import { type Bump, type ChangeClass, suffices } from "../change.ts";
import type { CheckResult } from "../check.ts";

/** The heading of each class of changes, the gravest first. */
export const headings: Readonly<Record<ChangeClass, string>> = {
  breaking: "Breaking",
  additive: "Additive",
  documentation: "Documentation only",
};

/** The result in one sentence. */
export function verdictOf({ changes, needed, declared, lints, stale }: CheckResult): string {
  const problems = lints.filter(({ allowed }) => allowed === undefined).length;
  const rest = [
    ...(problems > 0
      ? [`${problems} ${problems === 1 ? "place makes" : "places make"} later additions a break`]
      : []),
    ...(stale.length > 0 ? ["spec/allowed.yaml names what is not there"] : []),
  ].map((text) => `; ${text}`);
  return `${bumpVerdict(changes.length, needed, declared.bump)}${rest.join("")}.`;
}

function bumpVerdict(count: number, needed: Bump, declared: Bump): string {
  if (count === 0) return "Nothing changed on the wire";
  const needs = `The changes need a ${needed} release`;
  if (declared === "none") return `${needs}, and no changeset declares one`;
  return suffices(declared, needed)
    ? `${needs}; a ${declared} one is declared`
    : `${needs}, but only a ${declared} one is declared`;
}

/** What to do next, or nothing. */
export function adviceOf({ needed, declared, lints }: CheckResult): string[] {
  const bump =
    needed === "major"
      ? "Keep the old form beside the new one; if it must go, declare a major release of @trainwire/protocol in a file of .changeset/."
      : `Declare a ${needed} release of @trainwire/protocol in a file of .changeset/.`;
  const open =
    "Open the list with `openEnum`, drop `strictObject`, or say why not in packages/protocol/spec/allowed.yaml.";
  return [
    ...(suffices(declared.bump, needed) ? [] : [bump]),
    ...(lints.some(({ allowed }) => allowed === undefined) ? [open] : []),
  ];
}
