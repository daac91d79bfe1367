import {
  acceptNothing,
  type Definition,
  definitionOf,
  type ForeignSchema,
  isSchema,
  judgeOf,
} from "./foreign-schema.ts";
import { bothOf, unionOf } from "./normal-form.ts";
import { opaque, rulesOf } from "./read-rules.ts";
import type { Field, Primitive, Rule, Shape, UnknownFields } from "./shape.ts";

/** Reads what a zod schema says. The schema may belong to another copy, or another release, of zod 4. */
export function readShape(schema: ForeignSchema): Shape {
  return new Reader().read(schema);
}

/** Wrappers that make no difference to a value that is there. */
const changesNothing = ["optional", "nonoptional", "default", "prefault", "readonly"];

class Reader {
  readonly #open = new Map<ForeignSchema, { shape?: Shape }>();

  read(schema: ForeignSchema): Shape {
    const open = this.#open.get(schema);
    if (open !== undefined)
      return { ...commonOf(schema), kind: "lazy", resolve: () => open.shape ?? nothing };
    const slot: { shape?: Shape } = {};
    this.#open.set(schema, slot);
    slot.shape = this.#readOne(schema);
    this.#open.delete(schema);
    return slot.shape;
  }

  #readOne(schema: ForeignSchema): Shape {
    const def = definitionOf(schema);
    const common = commonOf(schema);
    const child = (name: string): Shape => this.read(def[name] as ForeignSchema);
    switch (def.type) {
      case "string":
      case "number":
        return coerced(def, { ...common, kind: def.type });
      case "template_literal":
        return { ...common, kind: "string" };
      case "boolean":
        return coerced(def, { ...common, kind: "values", values: [true, false] });
      case "null":
        return { ...common, kind: "values", values: [null] };
      case "literal":
        return { ...common, kind: "values", values: primitives(def["values"] as unknown[]) };
      case "enum":
        return { ...common, kind: "values", values: enumValues(def["entries"] as Record<string, Primitive>) };
      case "any":
      case "unknown":
      case "transform":
      case "custom":
        return { ...common, kind: "any" };
      case "never":
        return { ...common, kind: "never" };
      case "array":
        return { ...common, kind: "array", element: child("element") };
      case "tuple":
        return this.#tuple(def, common);
      case "object":
        return this.#object(def, common);
      case "record":
        return this.#record(def, common);
      case "union":
        return unionOf(
          (def["options"] as ForeignSchema[]).map((option) => this.read(option)),
          common,
        );
      case "intersection":
        return bothOf(child("left"), child("right"), common);
      case "nullable":
        return unionOf(
          [child("innerType"), { ...commonOf(schema), rules: [], kind: "values", values: [null] }],
          common,
        );
      case "pipe":
        return this.#pipe(def, common);
      case "catch":
        return { ...common, kind: "tolerant", inner: child("innerType"), how: "catch" };
      case "lazy":
        return this.read((def["getter"] as () => ForeignSchema)());
      default:
        return this.#wrapperOrOther(def, common);
    }
  }

  /** What only says that a value may be absent, or adds nothing on the wire, is its inner schema. */
  #wrapperOrOther(def: Definition, common: Common): Shape {
    const inner = def["innerType"];
    if (!isSchema(inner)) return { ...common, kind: "other", name: def.type };
    const shape = this.read(inner);
    return {
      ...shape,
      rules: [...shape.rules, ...common.rules],
      ...(changesNothing.includes(def.type) ? {} : { judge: common.judge }),
      ...(common.description !== undefined && { description: common.description }),
    };
  }

  #tuple(def: Definition, common: Common): Shape {
    const items = (def["items"] as ForeignSchema[]).map((item) => this.read(item));
    const rest = def["rest"];
    return { ...common, kind: "tuple", items, ...(isSchema(rest) && { rest: this.read(rest) }) };
  }

  #object(def: Definition, common: Common): Shape {
    const fields = new Map<string, Field>();
    for (const [name, schema] of Object.entries(def["shape"] as Record<string, ForeignSchema>)) {
      fields.set(name, this.#field(schema));
    }
    return { ...common, kind: "object", fields, unknown: this.#unknownFields(def["catchall"]) };
  }

  /** A record whose names are listed is an object of just these fields. */
  #record(def: Definition, common: Common): Shape {
    const [key, value] = [
      this.read(def["keyType"] as ForeignSchema),
      this.read(def["valueType"] as ForeignSchema),
    ];
    const isListed = key.kind === "values" && key.open === undefined && def["mode"] !== "loose";
    if (!isListed) return { ...common, kind: "record", key, value };
    const presence = def["partial"] === true ? "optional" : "required";
    const fields = new Map(key.values.map((name) => [String(name), { shape: value, presence } as const]));
    return { ...common, kind: "object", fields, unknown: "refused" };
  }

  #unknownFields(catchall: unknown): UnknownFields {
    if (!isSchema(catchall)) return "ignored";
    const { type } = definitionOf(catchall);
    if (type === "never") return "refused";
    return type === "unknown" || type === "any" ? "kept" : this.read(catchall);
  }

  #field(schema: ForeignSchema): Field {
    const shape = this.read(schema);
    const presence = mayBeAbsent(schema) ? "optional" : "required";
    const absent = judgeOf(schema)(undefined);
    const filled = absent.ok ? absent.output : undefined;
    if (filled === undefined || presence === "required") return { shape, presence };
    return { shape, presence, defaultJson: JSON.stringify(filled) };
  }

  #pipe(def: Definition, common: Common): Shape {
    const [from, to] = [def["in"] as ForeignSchema, def["out"] as ForeignSchema];
    if (definitionOf(from).type === "transform") {
      const rules = [...common.rules, opaque(definitionOf(from)["transform"])];
      return { ...common, rules, kind: "tolerant", inner: this.read(to), how: "preprocess" };
    }
    const shape = this.read(from);
    const converts = [def["transform"], definitionOf(to)["transform"]].filter((code) => code !== undefined);
    const outer = definitionOf(to).type === "transform" ? [] : rulesBelow(this.read(to));
    const rules = [...shape.rules, ...common.rules, ...outer, ...converts.map(opaque)];
    return { ...shape, rules, judge: common.judge };
  }
}

type Common = Pick<Shape, "rules" | "judge" | "description">;

function commonOf(schema: ForeignSchema): Common {
  const { description } = schema;
  return {
    rules: rulesOf(definitionOf(schema), schema),
    ...(typeof description === "string" && { description }),
    judge: judgeOf(schema),
  };
}

/** Whether a writer may leave a field out. A catch or a coercion fills what is absent too, but nobody is told so. */
function mayBeAbsent(schema: ForeignSchema): boolean {
  const def = definitionOf(schema);
  const inner = def["innerType"] as ForeignSchema;
  switch (def.type) {
    case "optional":
    case "default":
    case "prefault":
      return true;
    case "nullable":
    case "readonly":
      return mayBeAbsent(inner);
    case "pipe": {
      const from = def["in"] as ForeignSchema;
      return mayBeAbsent(definitionOf(from).type === "transform" ? (def["out"] as ForeignSchema) : from);
    }
    case "catch":
    case "nonoptional":
      return false;
    default:
      return def["coerce"] !== true && judgeOf(schema)(undefined).ok;
  }
}

const nothing: Shape = { kind: "never", rules: [], judge: acceptNothing };

function coerced(def: Definition, shape: Shape): Shape {
  if (def["coerce"] !== true) return shape;
  const { rules, judge } = shape;
  return { rules: [], judge, kind: "tolerant", how: "coerce", inner: { ...shape, rules } };
}

/** The rules of a pipe's far end: they bind what is written at its near end. */
function rulesBelow(shape: Shape): readonly Rule[] {
  return shape.kind === "tolerant" ? [...shape.rules, ...rulesBelow(shape.inner)] : shape.rules;
}

function primitives(values: readonly unknown[]): Primitive[] {
  return values.filter(
    (value): value is Primitive => value === null || ["string", "number", "boolean"].includes(typeof value),
  );
}

/** A numeric TypeScript enum lists its names as values, too; those are none. */
function enumValues(entries: Record<string, Primitive>): Primitive[] {
  const numbers = Object.values(entries).filter((value) => typeof value === "number");
  return Object.entries(entries)
    .filter(([name]) => !numbers.includes(Number(name)))
    .map(([, value]) => value);
}
