import type { Primitive, Shape } from "./shape.ts";

const longestList = 8;

/** What a shape is, in a few words. */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case "any":
      return "anything";
    case "never":
      return "nothing";
    case "string":
      return "a text";
    case "number":
      return shape.rules.some(({ kind }) => kind === "integer") ? "a whole number" : "a number";
    case "values":
      return shape.open === undefined
        ? describeValues(shape.values)
        : `${describeValues(shape.values)} or any other text`;
    case "array":
      return `a list, each ${describeShape(shape.element)}`;
    case "tuple":
      return `a list of exactly ${shape.items.length}`;
    case "object":
      return "an object";
    case "record":
      return `an object of any names, each ${describeShape(shape.value)}`;
    case "union":
      return shape.options.map(describeShape).join(" or ");
    case "both":
      return `${describeShape(shape.left)} that is also ${describeShape(shape.right)}`;
    case "tolerant":
      return describeShape(shape.inner);
    case "lazy":
      return "the same again";
    case "other":
      return `a ${shape.name}`;
    default:
      throw shape satisfies never;
  }
}

/** Values as JSON, the first few of a long list. */
export function describeValues(values: readonly Primitive[]): string {
  if (values.length === 2 && values.includes(true) && values.includes(false)) return "true or false";
  const shown = values.slice(0, longestList).map((value) => JSON.stringify(value));
  const more = values.length - shown.length;
  if (more > 0) return `one of ${shown.join(", ")} and ${more} more`;
  return shown.length <= 1 ? shown.join("") : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}
