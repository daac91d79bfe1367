import type { z } from "zod";
import {
  codeOfIssues,
  decodeServerMessage,
  decodeViewerMessage,
  messages,
  ServerMessage,
  ViewerMessage,
} from "../index.ts";

/** What the codecs, or a schema, make of a text. */
export type Verdict = { ok: true; message: unknown } | { ok: false; code: string };

/** The types of the messages that a viewer sends, as on the wire. */
export const viewerTypes = ViewerMessage.options.map((option) => option.shape.type.value);

/** The types of the messages that a server sends on `/ws`, as on the wire. */
export const serverTypes = ServerMessage.options.map((option) => option.shape.type.value);

const types: readonly string[] = [...viewerTypes, ...serverTypes];

/** The bodies that are no messages of `/ws`, by the name that PROTOCOL.md and the fixtures give them. */
export const bodySchemas: Readonly<Record<string, z.ZodObject>> = Object.fromEntries(
  messages
    .filter(({ name, carrier }) => carrier !== "query" && name !== "report" && !types.includes(name))
    .map(({ name, schema }) => [name, schema as z.ZodObject]),
);

/** Judges the text of a message or body of the given name. */
export function judgeBody(name: string, text: string): Verdict {
  if (viewerTypes.some((type) => type === name)) return verdictOf(decodeViewerMessage(text));
  if (serverTypes.some((type) => type === name)) return verdictOf(decodeServerMessage(text));
  const schema = bodySchemas[name];
  if (schema === undefined) throw new TypeError(`no message or body is named ${name}`);
  return judgeSchema(schema, text);
}

function verdictOf(decoded: ReturnType<typeof decodeServerMessage | typeof decodeViewerMessage>): Verdict {
  if (decoded.kind === "message") return { ok: true, message: decoded.message };
  return { ok: false, code: decoded.kind === "unknown" ? "unknown_type" : decoded.code };
}

function judgeSchema(schema: z.ZodType, text: string): Verdict {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, code: "bad_json" };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, message: parsed.data };
  return { ok: false, code: codeOfIssues(parsed.error, value) };
}
