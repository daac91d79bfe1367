import type { z } from "zod";
import { type Bump, bumpOf, type Change, type Impact } from "../change.ts";
import { compareSurfaces } from "../compare/compare-surfaces.ts";
import { isSchema } from "../shape/foreign-schema.ts";
import { type Reading, type Role, type Surface, surfaceOf } from "../surface.ts";

/** What a change is for one direction. */
export type DirectionClass = "none" | "additive" | "breaking";

/** A change of a zod schema, and what the checker must say of it. */
export interface ZodChange {
  /** What a reader should learn from the case. */
  readonly why: string;
  readonly writer: Role;
  readonly reader: Role;
  /** How it travels; default `socket`. */
  readonly carrier?: "socket" | "body" | "query";
  /** A message, or a union of messages by `type`, whose reader sets unknown types aside. Any copy of zod 4. */
  readonly before: unknown;
  readonly after: unknown;
  /** Stored messages that both versions' readers are given. */
  readonly corpus?: readonly unknown[];
  /** Whether no comparison of the schemas could tell, only reading messages. */
  readonly onlyByReading?: true;
  readonly expect: {
    readonly oldToNew: DirectionClass;
    readonly newToOld: DirectionClass;
    readonly bump: Bump;
  };
}

/** Names a case; the file that exports it is its name. */
export function zodChange(change: ZodChange): ZodChange {
  return change;
}

/** What the checker says of a case. */
export function judge(change: ZodChange): { changes: Change[]; verdict: ZodChange["expect"] } {
  const changes = compareSurfaces(surfaceWith(change, "before"), surfaceWith(change, "after"));
  const impacts = changes.flatMap((each) => each.impacts);
  return {
    changes,
    verdict: {
      oldToNew: worst(impacts, "old_to_new"),
      newToOld: worst(impacts, "new_to_old"),
      bump: bumpOf(changes),
    },
  };
}

function worst(impacts: readonly Impact[], direction: Impact["direction"]): DirectionClass {
  const classes = impacts.filter((impact) => impact.direction === direction).map((impact) => impact.class);
  if (classes.includes("breaking")) return "breaking";
  return classes.includes("additive") ? "additive" : "none";
}

/** A surface of this one message, or of the messages of this union. */
function surfaceWith(
  { writer, reader, carrier = "socket", corpus = [], ...change }: ZodChange,
  side: "before" | "after",
): Surface {
  const schemas = optionsByType(change[side]) ?? new Map([["message", change[side] as z.ZodType]]);
  const isTyped = optionsByType(change[side]) !== undefined;
  const read = (text: string): Reading => {
    const value: unknown = JSON.parse(text);
    const schema = isTyped ? schemas.get((value as { type: string }).type) : schemas.get("message");
    if (schema === undefined) return { kind: "unknown" };
    const result = schema.safeParse(value);
    return result.success
      ? { kind: "message", message: result.data }
      : { kind: "invalid", message: result.error.issues[0]?.message ?? "" };
  };
  const messages = [...schemas].map(([name, schema]) => ({ name, writer, reader, carrier, schema, read }));
  const texts = corpus.map((message) => JSON.stringify(message));
  return surfaceOf(
    { messages, errorCodes: {}, closeCodes: {}, clauses: {}, limits: {}, supportedSubprotocols: [] },
    { label: side, version: "1.0.0", corpus: new Map([...schemas.keys()].map((name) => [name, texts])) },
  );
}

/** The options of a union of messages, or the message itself, by the value of `type`; `undefined` if it has none. */
function optionsByType(schema: unknown): Map<string, z.ZodType> | undefined {
  if (!isSchema(schema)) throw new TypeError("a case needs schemas");
  const { options, shape } = schema as unknown as {
    options?: readonly z.ZodObject[];
    shape?: Readonly<Record<string, unknown>>;
  };
  const all = Array.isArray(options)
    ? options
    : shape === undefined
      ? []
      : [schema as unknown as z.ZodObject];
  const named = all.map((option) => {
    const type = (option.shape as Record<string, { value?: unknown }> | undefined)?.["type"];
    return [typeof type?.value === "string" ? type.value : undefined, option] as const;
  });
  if (named.length === 0 || named.some(([name]) => name === undefined)) return undefined;
  return new Map(named as [string, z.ZodType][]);
}
