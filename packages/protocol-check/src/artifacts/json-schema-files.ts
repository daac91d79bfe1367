import { closureOf, type Definitions, type JsonSchema } from "./json-schema.ts";
import type { WireModel } from "./wire-model.ts";
import { writerView } from "./writer-view.ts";

/** Who a schema is for: `reader` = what every reader takes, `writer` = what may be sent. */
export type View = "reader" | "writer";

/** The folder of the version that a message belongs to. */
export function versionOf({ drafts }: WireModel, name: string): string {
  return drafts.some((message) => message.name === name) ? "v2-draft" : "v1";
}

/** The JSON Schema (2020-12) of a message, complete in itself. */
export function messageSchema(model: WireModel, name: string, view: View): JsonSchema {
  const messages = [...model.messages, ...model.drafts];
  const { definition } = messages.find((message) => message.name === name) ?? {};
  if (definition === undefined) throw new TypeError(`no message is named ${name}`);
  const others = closureOf([definition], model.definitions).filter((other) => other !== definition);
  const definitionOf = (each: string): JsonSchema => {
    const schema = model.definitions.get(each) ?? {};
    return view === "reader" ? schema : writerView(schema);
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:trainwire:${versionOf(model, name)}:${name}:${view}`,
    title: name,
    ...definitionOf(definition),
    ...(others.length > 0 && { $defs: Object.fromEntries(others.map((each) => [each, definitionOf(each)])) }),
  };
}

/** What of the definitions the given ones need, as an object. */
export function definitionsFor(
  names: readonly string[],
  definitions: Definitions,
): Record<string, JsonSchema> {
  return Object.fromEntries(
    closureOf(names, definitions)
      .sort()
      .map((name) => [name, definitions.get(name) ?? {}]),
  );
}
