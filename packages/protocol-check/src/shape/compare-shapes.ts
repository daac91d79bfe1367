import { compareRules } from "./compare-rules.ts";
import { describeShape, describeValues } from "./describe-shape.ts";
import { below, type Difference } from "./difference.ts";
import { optionsOf, pairOptions, resolved } from "./pair-options.ts";
import type { Field, Primitive, Shape, ShapeOf, UnknownFields } from "./shape.ts";

/** Deeper than any message; a schema that contains itself ends here. */
const maxDepth = 8;

/** Every difference in meaning of two shapes. How they are written (order, sharing, wrapping) does not show. */
export function compareShapes(before: Shape, after: Shape, path = ""): Difference[] {
  if (path.split(/[.[]/).length > maxDepth) return [];
  const [old, now] = [resolved(before), resolved(after)];
  const tolerance = compareTolerance(path, old, now);
  const [oldInner, nowInner] = [innermost(old), innermost(now)];
  const described = description(path, before, after);
  return [...tolerance, ...compareOptions(path, oldInner, nowInner), ...described];
}

function compareTolerance(path: string, before: Shape, after: Shape): Difference[] {
  const [old, now] = [tolerances(before), tolerances(after)];
  const says = {
    coerce: "is coerced",
    preprocess: "is preprocessed",
    catch: "is replaced if it does not fit",
  };
  const gone = old.filter((how) => !now.includes(how));
  const come = now.filter((how) => !old.includes(how));
  return [
    ...come.map((how): Difference => {
      return { path, kind: "tolerance_added", effect: "widens", text: `${says[how]} by its reader` };
    }),
    ...gone.map((how): Difference => {
      return { path, kind: "tolerance_removed", effect: "narrows", text: `${says[how]} no longer` };
    }),
    ...compareRules(path, outerRules(before), outerRules(after)),
  ];
}

function tolerances(shape: Shape): ShapeOf<"tolerant">["how"][] {
  return shape.kind === "tolerant" ? [shape.how, ...tolerances(shape.inner)] : [];
}

function outerRules(shape: Shape): Shape["rules"] {
  return shape.kind === "tolerant" ? [...shape.rules, ...outerRules(shape.inner)] : [];
}

/** What is below tolerance. */
export function innermost(shape: Shape): Shape {
  return shape.kind === "tolerant" ? innermost(resolved(shape.inner)) : shape;
}

function description(path: string, before: Shape, after: Shape): Difference[] {
  if (before.description === after.description) return [];
  return [{ path, kind: "description", effect: "none", text: "is described in other words" }];
}

function compareOptions(path: string, before: Shape, after: Shape): Difference[] {
  const { pairs, gone, come } = pairOptions(optionsOf(before), optionsOf(after));
  const outer = before.kind === "union" || after.kind === "union";
  return [
    ...(outer ? compareRules(path, unionRules(before), unionRules(after)) : []),
    ...pairs.flatMap(([old, now]) => compareKinds(path, old, now)),
    ...gone.map((shape): Difference => {
      return {
        path,
        kind: "type_removed",
        effect: "narrows",
        text: `can no longer be ${describeShape(shape)}`,
      };
    }),
    ...come.map((shape): Difference => {
      return { path, kind: "type_added", effect: "widens", text: `can now be ${describeShape(shape)}` };
    }),
  ];
}

function unionRules(shape: Shape): Shape["rules"] {
  return shape.kind === "union" ? shape.rules : [];
}

function compareKinds(path: string, old: Shape, now: Shape): Difference[] {
  const rules = compareRules(path, old.rules, now.rules);
  if (old.kind === "values" && now.kind === "values") return [...compareValues(path, old, now), ...rules];
  if (old.kind === "object" && now.kind === "object") return [...compareObjects(path, old, now), ...rules];
  if (old.kind === "array" && now.kind === "array") {
    return [...compareShapes(old.element, now.element, below(path, "[]")), ...rules];
  }
  if (old.kind === "record" && now.kind === "record") {
    const names = compareShapes(old.key, now.key, below(path, "*")).map((difference) => {
      return { ...difference, text: `as a name ${difference.text}` };
    });
    return [...names, ...compareShapes(old.value, now.value, below(path, "*")), ...rules];
  }
  if (old.kind === "tuple" && now.kind === "tuple") return [...compareTuples(path, old, now), ...rules];
  if (old.kind === "both" && now.kind === "both") {
    return [
      ...compareShapes(old.left, now.left, path),
      ...compareShapes(old.right, now.right, path),
      ...rules,
    ];
  }
  return rules;
}

function compareValues(path: string, old: ShapeOf<"values">, now: ShapeOf<"values">): Difference[] {
  const gone = old.values.filter((value) => !now.values.includes(value));
  const come = now.values.filter((value) => !old.values.includes(value));
  const list = (values: readonly Primitive[]): string => describeValues(values);
  const opened = now.open !== undefined && old.open === undefined;
  const closed = old.open !== undefined && now.open === undefined;
  return [
    ...(gone.length > 0
      ? [{ path, kind: "value_removed", effect: "narrows", text: `can no longer be ${list(gone)}` } as const]
      : []),
    ...(come.length > 0
      ? [{ path, kind: "value_added", effect: "widens", text: `can now be ${list(come)}` } as const]
      : []),
    ...(opened
      ? [
          {
            path,
            kind: "list_opened",
            effect: "widens",
            text: "is read with texts that are not listed",
          } as const,
        ]
      : []),
    ...(closed
      ? [{ path, kind: "list_closed", effect: "narrows", text: "is a closed list now" } as const]
      : []),
    ...(old.open && now.open ? compareRules(path, old.open.rules, now.open.rules) : []),
  ];
}

function compareObjects(path: string, old: ShapeOf<"object">, now: ShapeOf<"object">): Difference[] {
  const names = new Set([...old.fields.keys(), ...now.fields.keys()]);
  const fields = [...names].flatMap((name) =>
    compareFields(below(path, name), old.fields.get(name), now.fields.get(name)),
  );
  return [...fields, ...compareUnknown(path, old.unknown, now.unknown)];
}

function compareFields(path: string, old: Field | undefined, now: Field | undefined): Difference[] {
  if (now === undefined) return [{ path, kind: "field_removed", effect: "narrows", text: "was removed" }];
  if (old === undefined) {
    const isRequired = now.presence === "required";
    const text = `was added: ${describeShape(now.shape)}, ${isRequired ? "required" : "optional"}`;
    return [{ path, kind: "field_added", effect: isRequired ? "both" : "widens", text }];
  }
  const differences = compareShapes(old.shape, now.shape, path);
  if (old.presence !== now.presence) {
    differences.unshift(
      now.presence === "required"
        ? { path, kind: "became_required", effect: "narrows", text: "must now be given" }
        : { path, kind: "became_optional", effect: "widens", text: "may now be absent" },
    );
  }
  if (old.defaultJson !== now.defaultJson) {
    const [from, to] = [old.defaultJson ?? "no default", now.defaultJson ?? "no default"];
    const text = `is read as ${to} instead of ${from} if absent`;
    const effect = old.defaultJson === undefined ? "widens" : "both";
    differences.push({ path, kind: "default_changed", effect, text });
  }
  return differences;
}

function compareUnknown(path: string, old: UnknownFields, now: UnknownFields): Difference[] {
  if (typeof old !== "string" && typeof now !== "string") return compareShapes(old, now, below(path, "*"));
  if (old === now) return [];
  const name = (unknown: UnknownFields): string =>
    typeof unknown === "string" ? unknown : `read as ${describeShape(unknown)}`;
  const rank = (unknown: UnknownFields): number =>
    typeof unknown === "string" ? { refused: 0, ignored: 2, kept: 3 }[unknown] : 1;
  const effect = rank(now) < rank(old) ? "narrows" : "widens";
  const text = `has its unknown fields ${name(now)} instead of ${name(old)}`;
  return [{ path, kind: "unknown_fields", effect, text }];
}

function compareTuples(path: string, old: ShapeOf<"tuple">, now: ShapeOf<"tuple">): Difference[] {
  const items = old.items.flatMap((item, at) => {
    const other = now.items[at];
    return other === undefined ? [] : compareShapes(item, other, below(path, "[]"));
  });
  const says = (shape: ShapeOf<"tuple">): string =>
    `${shape.items.length}${shape.rest === undefined ? "" : " or more"}`;
  if (says(old) === says(now)) return items;
  const text = `has ${says(now)} items instead of ${says(old)}`;
  return [...items, { path, kind: "bound", effect: "both", text }];
}
