import type { Difference, Effect } from "./difference.ts";
import type { Rule } from "./shape.ts";

const bounds = {
  min: { raises: true, says: "at least" },
  above: { raises: true, says: "above" },
  max: { raises: false, says: "at most" },
  below: { raises: false, says: "below" },
  min_length: { raises: true, says: "length at least" },
  max_length: { raises: false, says: "length at most" },
} as const;

/** What differs between the conditions on the value at `path`. */
export function compareRules(path: string, before: readonly Rule[], after: readonly Rule[]): Difference[] {
  return [
    ...compareBounds(path, before, after),
    ...compareSets(path, before, after),
    ...compareCode(path, before, after),
  ];
}

function compareBounds(path: string, before: readonly Rule[], after: readonly Rule[]): Difference[] {
  const names = Object.keys(bounds) as (keyof typeof bounds)[];
  return names.flatMap((name): Difference[] => {
    const valueOf = (rules: readonly Rule[]): Rule["value"] | undefined =>
      rules.find(({ kind }) => kind === name)?.value;
    const [old, now] = [valueOf(before), valueOf(after)];
    if (old === now) return [];
    const { raises, says } = bounds[name];
    if (old === undefined) return [bound(path, "narrows", `must now be ${says} ${now}`)];
    if (now === undefined) return [bound(path, "widens", `need no longer be ${says} ${old}`)];
    const effect = now > old === raises ? "narrows" : "widens";
    return [bound(path, effect, `must be ${says} ${now} instead of ${old}`)];
  });
}

function bound(path: string, effect: Effect, text: string): Difference {
  return { path, kind: "bound", effect, text };
}

function compareSets(path: string, before: readonly Rule[], after: readonly Rule[]): Difference[] {
  const listed = (rules: readonly Rule[]): string[] => rules.filter(isListed).map(describeRule);
  const [old, now] = [listed(before), listed(after)];
  const gone = old.filter((text) => !now.includes(text)).join(", ");
  const come = now.filter((text) => !old.includes(text)).join(", ");
  if (gone === "" && come === "") return [];
  const kind = "pattern";
  if (gone === "") return [{ path, kind, effect: "narrows", text: `must now be ${come}` }];
  if (come === "") return [{ path, kind, effect: "widens", text: `need no longer be ${gone}` }];
  return [{ path, kind, effect: "both", text: `must be ${come}, no longer ${gone}` }];
}

function isListed({ kind }: Rule): boolean {
  return ["multiple", "integer", "pattern", "format"].includes(kind);
}

function describeRule({ kind, value }: Rule): string {
  switch (kind) {
    case "integer":
      return "a whole number";
    case "multiple":
      return `a multiple of ${value}`;
    case "pattern":
      return `of the pattern \`${value}\``;
    default:
      return `of the format \`${value}\``;
  }
}

function compareCode(path: string, before: readonly Rule[], after: readonly Rule[]): Difference[] {
  const sources = (rules: readonly Rule[]): string[] =>
    rules.filter(({ kind }) => kind === "opaque").map(({ value }) => withoutBundlersMarks(String(value)));
  const [old, now] = [sources(before).sort(), sources(after).sort()];
  if (old.join("\n") === now.join("\n")) return [];
  const text =
    old.length < now.length
      ? "is judged or converted by further code"
      : old.length > now.length
        ? "is judged or converted by less code"
        : "is judged or converted by other code";
  return [{ path, kind: "code", effect: "both", text }];
}

/** A bundler may number names and break lines anew without any change of the code. */
function withoutBundlersMarks(source: string): string {
  return source.replace(/\$\d+\b/g, "").replace(/\s+/g, " ");
}
