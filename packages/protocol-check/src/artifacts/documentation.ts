import { type Definitions, type JsonSchema, nameOfRef } from "./json-schema.ts";

/** What the protocol says of its schemas. */
export interface Documentation {
  /** The comment above each exported schema, by its name. */
  readonly schemas: ReadonlyMap<string, string>;
  /** What the tables of PROTOCOL.md say of each field, by message and path; and comments, by schema and field. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Where the documentation is written. */
export interface DocumentationSources {
  /** The texts of the package's modules. */
  readonly sources: readonly string[];
  /** PROTOCOL.md. */
  readonly page: string;
}

/** Reads the comments of exported schemas, and the tables below the headings of messages. */
export function readDocumentation({ sources, page }: DocumentationSources): Documentation {
  const comments = sources.flatMap((text) =>
    [...text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport const (\w+)/g)].map(
      ([, comment = "", name = ""]): [string, string] => [name, plainText(comment.replace(/^\s*\* ?/gm, ""))],
    ),
  );
  const sections = page.split(/^#{2,4} /m).map((section): [string, Map<string, string>] => {
    const rows = [...section.matchAll(/^\| `([a-z_.]+)` \|[^|]*\| *([^|]*?) *\| *([^|]*?) *\|/gm)];
    const fields = rows.map(([, path = "", unit = "", meaning = ""]): [string, string] => [
      path,
      plainText([meaning, unit && `In ${unit}.`].filter(Boolean).join(" ")),
    ]);
    return [section.split("\n")[0]?.replaceAll("`", "") ?? "", new Map(fields)];
  });
  return { schemas: new Map(comments), fields: new Map([...sources.flatMap(fieldComments), ...sections]) };
}

/** The comments of one line above the fields of each exported schema, by its name. */
function fieldComments(source: string): [string, Map<string, string>][] {
  return [...source.matchAll(/^export const (\w+) =[\s\S]*?^(?=\/\*\*|export)/gm)].map(
    ([block, name = ""]) => {
      const fields = [...block.matchAll(/\/\*\* ([^\n]*) \*\/\n\s+(\w+):/g)];
      return [name, new Map(fields.map(([, comment = "", field = ""]) => [field, plainText(comment)]))];
    },
  );
}

/** The definitions with what is said of them. */
export function describeDefinitions(
  definitions: Definitions,
  { schemas, fields }: Documentation,
  messages: readonly { name: string; definition: string }[],
): Definitions {
  const described = new Map(
    [...definitions].map(([name, schema]): [string, JsonSchema] => {
      const description = schemas.get(name);
      return [name, description === undefined ? schema : { description, ...schema }];
    }),
  );
  const inTables = messages.map(({ name, definition }) => [name, definition] as const);
  const inComments = [...definitions.keys()].map((name) => [name, name] as const);
  for (const [source, definition] of [...inTables, ...inComments]) {
    for (const [path, text] of fields.get(source) ?? []) {
      if (text !== "") describeField(described, definition, { path: path.split("."), text });
    }
  }
  return described;
}

interface FieldText {
  readonly path: readonly string[];
  readonly text: string;
}

/** Says it at the field, in whichever definition that stands; what is said already stays. */
function describeField(definitions: Map<string, JsonSchema>, name: string, field: FieldText): void {
  const schema = definitions.get(name);
  if (schema !== undefined) definitions.set(name, describedAt(definitions, schema, field));
}

function describedAt(definitions: Map<string, JsonSchema>, schema: JsonSchema, field: FieldText): JsonSchema {
  const [first, ...rest] = field.path;
  if (first === undefined) return schema.description ? schema : { description: field.text, ...schema };
  if (schema.$ref !== undefined) {
    describeField(definitions, nameOfRef(schema.$ref), field);
    return schema;
  }
  if (schema.items) return { ...schema, items: describedAt(definitions, schema.items, field) };
  const property = schema.properties?.[first];
  if (property === undefined) return schema;
  const described = describedAt(definitions, property, { ...field, path: rest });
  return { ...schema, properties: { ...schema.properties, [first]: described } };
}

function plainText(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}
