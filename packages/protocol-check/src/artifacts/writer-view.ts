import { type JsonSchema, mapSchema } from "./json-schema.ts";

/**
 * What a writer may send, out of what a reader takes: no field that this version does not name, and of an open list
 * only what is listed.
 */
export function writerView(reader: JsonSchema): JsonSchema {
  return mapSchema(reader, (part) => {
    const listed = listedOf(part);
    if (listed !== undefined) return listed;
    if (part.type !== "object" || !part.properties || part.additionalProperties !== undefined) return part;
    return { ...part, additionalProperties: false };
  });
}

/** The list of an `openEnum`, which readers take any other short text beside. */
function listedOf({ anyOf, ...rest }: JsonSchema): JsonSchema | undefined {
  const [list, text, ...others] = anyOf ?? [];
  const isOpenList = list?.enum !== undefined && text?.type === "string" && text.enum === undefined;
  return isOpenList && others.length === 0 ? { ...rest, ...list } : undefined;
}
