/** A zod schema of any copy of zod 4: only what all of them share is relied on. */
export interface ForeignSchema {
  readonly _zod: { readonly def: unknown; readonly pattern?: RegExp };
  readonly description?: unknown;
  readonly safeParse: (value: unknown) => ForeignResult;
}

/** What `safeParse` of any copy of zod 4 answers. */
export type ForeignResult =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly error: { readonly issues: readonly ForeignIssue[] } };

/** An issue of any copy of zod 4. */
export interface ForeignIssue {
  readonly code?: unknown;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** How a schema describes itself. */
export type Definition = Readonly<Record<string, unknown>> & { readonly type: string };

/** Whether the value is a zod schema, of whichever copy. */
export function isSchema(value: unknown): value is ForeignSchema {
  return typeof value === "object" && value !== null && "_zod" in value && "safeParse" in value;
}

/** How the schema describes itself. */
export function definitionOf(schema: ForeignSchema): Definition {
  return schema._zod.def as Definition;
}

/** What a schema makes of a value. */
export type Judged = { readonly ok: true; readonly output: unknown } | { readonly ok: false };

/** A schema as a judge of values. */
export type Judge = (value: unknown) => Judged;

const judges = new WeakMap<ForeignSchema, Judge>();
const refused: Judged = { ok: false };

/** The schema as a judge: the same one each time. A schema that throws (it wants to be awaited) accepts nothing. */
export function judgeOf(schema: ForeignSchema): Judge {
  const known = judges.get(schema);
  if (known !== undefined) return known;
  const judge: Judge = (value) => {
    try {
      const result = schema.safeParse(value);
      return result.success ? { ok: true, output: result.data } : refused;
    } catch {
      return refused;
    }
  };
  judges.set(schema, judge);
  return judge;
}

/** A judge that accepts nothing. */
export const acceptNothing: Judge = () => refused;
