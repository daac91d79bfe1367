import type { Primitive, Shape, ShapeOf } from "./shape.ts";

type Common = Pick<Shape, "rules" | "judge" | "description">;

/** A union in its normal form: flat, with one list of values, and an open list where a text option takes them all. */
export function unionOf(options: readonly Shape[], common: Common): Shape {
  const flat = options.flatMap((option) =>
    option.kind === "union" && option.rules.length === 0 ? option.options : [option],
  );
  const listed = flat.filter((option) => option.kind === "values" && option.rules.length === 0);
  const others = flat.filter((option) => !listed.includes(option));
  const values = distinct((listed as ShapeOf<"values">[]).flatMap((option) => option.values));
  const opens = (listed as ShapeOf<"values">[]).find((option) => option.open !== undefined)?.open;
  const open = opens ?? openText(others, values);
  const rest = others.filter((option) => option !== open);
  const { judge } = common;
  const list: Shape[] =
    values.length === 0 ? [] : [{ kind: "values", values, rules: [], judge, ...(open && { open }) }];
  const all = [...list, ...rest];
  const [only] = all;
  if (all.length === 1 && only !== undefined) {
    return { ...only, ...common, rules: [...only.rules, ...common.rules] };
  }
  return { ...common, kind: "union", options: all };
}

/** A text option that takes all listed texts: the list is open, a reader's readiness for what is to come. */
function openText(others: readonly Shape[], values: readonly Primitive[]): Shape | undefined {
  const texts = values.filter((value) => typeof value === "string");
  if (texts.length === 0) return undefined;
  return others.find((option) => option.kind === "string" && texts.every((text) => option.judge(text).ok));
}

function distinct(values: readonly Primitive[]): Primitive[] {
  return [...new Set(values)];
}

/** An intersection; of two objects it is the object with the fields of both. */
export function bothOf(left: Shape, right: Shape, common: Common): Shape {
  if (left.kind !== "object" || right.kind !== "object") return { ...common, kind: "both", left, right };
  const shared = [...left.fields.keys()].some((name) => right.fields.has(name));
  if (shared) return { ...common, kind: "both", left, right };
  return {
    ...common,
    kind: "object",
    rules: [...left.rules, ...right.rules, ...common.rules],
    fields: new Map([...left.fields, ...right.fields]),
    unknown: right.unknown,
  };
}
