/** A JSON Schema, as far as zod renders one. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly [keyword: string]: unknown;
}

/** Schemas by name; a `$ref` to one is `#/$defs/NAME`. */
export type Definitions = ReadonlyMap<string, JsonSchema>;

const prefix = "#/$defs/";

/** The name that a `$ref` refers to. */
export function nameOfRef(ref: string): string {
  return ref.slice(prefix.length);
}

/** The schema with each of its parts, itself last, in the place of what `change` makes of it. */
export function mapSchema(schema: JsonSchema, change: (part: JsonSchema) => JsonSchema): JsonSchema {
  const inner = (part: unknown): unknown =>
    Array.isArray(part)
      ? part.map(inner)
      : typeof part === "object" && part !== null
        ? mapSchema(part as JsonSchema, change)
        : part;
  const parts = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    if (keyword === "properties") {
      const fields = Object.entries(value as Record<string, JsonSchema>);
      return [keyword, Object.fromEntries(fields.map(([name, field]) => [name, inner(field)]))];
    }
    return partKeywords.has(keyword) ? [keyword, inner(value)] : [keyword, value];
  });
  return change(Object.fromEntries(parts));
}

const partKeywords = new Set([
  "anyOf",
  "oneOf",
  "allOf",
  "not",
  "items",
  "prefixItems",
  "propertyNames",
  "additionalProperties",
]);

/** The names that a schema refers to. */
export function refsOf(schema: JsonSchema): string[] {
  const found: string[] = [];
  mapSchema(schema, (part) => {
    if (part.$ref !== undefined) found.push(nameOfRef(part.$ref));
    return part;
  });
  return found;
}

/** The names given and all that they refer to, in order: what is referred to comes first. */
export function closureOf(names: readonly string[], definitions: Definitions): string[] {
  const ordered = new Set<string>();
  const visit = (name: string): void => {
    if (ordered.has(name)) return;
    for (const ref of refsOf(definitions.get(name) ?? {})) visit(ref);
    ordered.add(name);
  };
  for (const name of names) visit(name);
  return [...ordered];
}

/** The schema with its references below another address, such as `#/components/schemas/`. */
export function withRefsAt(schema: JsonSchema, address: string): JsonSchema {
  return mapSchema(schema, (part) =>
    part.$ref === undefined ? part : { ...part, $ref: `${address}${nameOfRef(part.$ref)}` },
  );
}
