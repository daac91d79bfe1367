import type { Judge } from "./foreign-schema.ts";

/** A value of JSON that has no parts. */
export type Primitive = string | number | boolean | null;

/** A bound, pattern, format or other condition on a value. `opaque` is code: a refinement, a transform. */
export interface Rule {
  readonly kind:
    | "min"
    | "max"
    | "above"
    | "below"
    | "multiple"
    | "integer"
    | "min_length"
    | "max_length"
    | "pattern"
    | "format"
    | "opaque";
  /** The bound, the pattern's or format's text, or the code's source. */
  readonly value: string | number;
}

/** A field of an object. */
export interface Field {
  readonly shape: Shape;
  readonly presence: "required" | "optional";
  /** What an absent field is read as, as JSON. */
  readonly defaultJson?: string;
}

/** What an object does with fields that it does not name: `ignored`, `refused` or `kept`, or read as a shape. */
export type UnknownFields = "ignored" | "refused" | "kept" | Shape;

interface Common {
  readonly rules: readonly Rule[];
  readonly description?: string;
  /** What the version's own parser makes of a value here. */
  readonly judge: Judge;
}

/**
 * What a schema says, freed from how it is written: nested unions are one, `nullable` is a union with null,
 * literals and enums are `values`, shared and inlined schemas look the same.
 */
export type Shape = Common &
  (
    | { readonly kind: "any" | "never" | "string" | "number" }
    /** A closed list; if `open`, a reader takes any other text as well. */
    | { readonly kind: "values"; readonly values: readonly Primitive[]; readonly open?: Shape }
    | { readonly kind: "array"; readonly element: Shape }
    | { readonly kind: "tuple"; readonly items: readonly Shape[]; readonly rest?: Shape }
    | {
        readonly kind: "object";
        readonly fields: ReadonlyMap<string, Field>;
        readonly unknown: UnknownFields;
      }
    | { readonly kind: "record"; readonly key: Shape; readonly value: Shape }
    | { readonly kind: "union"; readonly options: readonly Shape[] }
    | { readonly kind: "both"; readonly left: Shape; readonly right: Shape }
    /** A reader takes more than `inner` (coercion, preprocessing, catch); a writer keeps to `inner`. */
    | { readonly kind: "tolerant"; readonly inner: Shape; readonly how: "coerce" | "preprocess" | "catch" }
    /** A schema that contains itself. */
    | { readonly kind: "lazy"; readonly resolve: () => Shape }
    /** Anything that JSON text cannot carry by itself, such as a date object. */
    | { readonly kind: "other"; readonly name: string }
  );

/** The shape of one kind. */
export type ShapeOf<K extends Shape["kind"]> = Extract<Shape, { kind: K }>;
