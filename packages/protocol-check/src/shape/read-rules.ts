import type { Definition, ForeignSchema } from "./foreign-schema.ts";
import type { Rule } from "./shape.ts";

/** Code as a rule: only its source can be told, and only running it says what it does. */
export function opaque(code: unknown): Rule {
  return { kind: "opaque", value: typeof code === "function" ? code.toString() : String(code) };
}

/** The conditions that a schema itself puts on its values, in a normal form: the tightest bounds, sorted. */
export function rulesOf(def: Definition, schema: ForeignSchema): Rule[] {
  const checks = (def["checks"] as readonly ForeignSchema[] | undefined) ?? [];
  const rules = [
    ...ruleOf(def),
    ...checks.flatMap((check) => ruleOf(check._zod.def as Definition, check)),
    ...(def.type === "template_literal" ? patternRule(schema._zod.pattern) : []),
    ...(def.type === "custom" ? [opaque(def["fn"])] : []),
    ...(def.type === "transform" ? [opaque(def["transform"])] : []),
    ...(def.type === "catch" ? [catchRule(def["catchValue"])] : []),
  ];
  return tightest(rules);
}

function ruleOf(def: Definition, check?: ForeignSchema): Rule[] {
  const number = (name: string): number => def[name] as number;
  switch (def["check"]) {
    case "greater_than":
      return [{ kind: def["inclusive"] === true ? "min" : "above", value: number("value") }];
    case "less_than":
      return [{ kind: def["inclusive"] === true ? "max" : "below", value: number("value") }];
    case "multiple_of":
      return [{ kind: "multiple", value: number("value") }];
    case "number_format":
      return numberFormat(String(def["format"]));
    case "min_length":
    case "min_size":
      return [{ kind: "min_length", value: number("minimum") }];
    case "max_length":
    case "max_size":
      return [{ kind: "max_length", value: number("maximum") }];
    case "length_equals":
    case "size_equals": {
      const value = number("length" in def ? "length" : "size");
      return [
        { kind: "min_length", value },
        { kind: "max_length", value },
      ];
    }
    case "string_format":
      return stringFormat(def);
    case "overwrite":
      return [opaque(def["tx"])];
    case undefined:
      return check === undefined ? [] : [opaque((check._zod as { check?: unknown }).check)];
    default:
      return def.type === "custom" && check === undefined ? [] : [opaque(def["fn"] ?? def["check"])];
  }
}

function numberFormat(format: string): Rule[] {
  if (format.startsWith("float")) return [{ kind: "format", value: format }];
  const integer: Rule = { kind: "integer", value: "" };
  if (format === "int32") {
    return [integer, { kind: "min", value: -(2 ** 31) }, { kind: "max", value: 2 ** 31 - 1 }];
  }
  if (format === "uint32") return [integer, { kind: "min", value: 0 }, { kind: "max", value: 2 ** 32 - 1 }];
  return [integer];
}

/** A format whose pattern is known is that pattern: releases of zod differ in how they write it. */
function stringFormat(def: Definition): Rule[] {
  const format = String(def["format"]);
  const affix = def["prefix"] ?? def["suffix"] ?? def["includes"];
  if (typeof affix === "string") return [{ kind: "format", value: `${format} ${affix}` }];
  if (format === "regex") return patternRule(def["pattern"]);
  const settings = ["offset", "local", "precision", "version", "alg", "hostname", "protocol"]
    .filter((name) => def[name] !== undefined && def[name] !== null && def[name] !== false)
    .map((name) => `${name}=${String(def[name])}`);
  const known = ["email", "url", "datetime", "date", "time", "duration", "uuid"].includes(format);
  return [
    { kind: "format", value: [format, ...settings].join(" ") },
    ...(known ? [] : patternRule(def["pattern"])),
  ];
}

function patternRule(pattern: unknown): Rule[] {
  return pattern instanceof RegExp || Object.prototype.toString.call(pattern) === "[object RegExp]"
    ? [{ kind: "pattern", value: String(pattern) }]
    : [];
}

function catchRule(value: unknown): Rule {
  if (typeof value !== "function") return opaque(value);
  try {
    return {
      kind: "opaque",
      value: JSON.stringify((value as (context: unknown) => unknown)({ issues: [] })) ?? "",
    };
  } catch {
    return opaque(value);
  }
}

/** One rule of each bound, whole numbers without open bounds, sorted so that order of writing does not show. */
function tightest(rules: readonly Rule[]): Rule[] {
  const isInteger = rules.some(({ kind }) => kind === "integer");
  const closed = rules.map((rule): Rule => {
    if (!isInteger || typeof rule.value !== "number") return rule;
    if (rule.kind === "above") return { kind: "min", value: Math.floor(rule.value) + 1 };
    if (rule.kind === "below") return { kind: "max", value: Math.ceil(rule.value) - 1 };
    return rule;
  });
  const kept = new Map<string, Rule>();
  for (const rule of closed) {
    const key = isBound(rule) ? rule.kind : `${rule.kind} ${rule.value}`;
    const other = kept.get(key);
    if (other === undefined || isTighter(rule, other)) kept.set(key, rule);
  }
  const lowest = kept.get("min_length");
  if (lowest?.value === 0) kept.delete("min_length");
  return [...kept.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
}

function isBound({ kind }: Rule): boolean {
  return ["min", "max", "above", "below", "min_length", "max_length"].includes(kind);
}

function isTighter(rule: Rule, other: Rule): boolean {
  const raises = ["min", "above", "min_length"].includes(rule.kind);
  return isBound(rule) && (raises ? rule.value > other.value : rule.value < other.value);
}
