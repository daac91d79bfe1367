import { z } from "zod";
import { CheckError } from "./errors.ts";
import { type ForeignSchema, isSchema } from "./shape/foreign-schema.ts";
import { readShape } from "./shape/read-shape.ts";
import type { Shape } from "./shape/shape.ts";

/** Who writes or reads a message; a `client` is any viewer or trainer. */
export type Role = "viewer" | "trainer" | "client" | "server";

/** What a reader makes of a text: a message, a type that it sets aside, or nothing it accepts. */
export type Reading =
  | { readonly kind: "message"; readonly message: unknown }
  | { readonly kind: "unknown" }
  | { readonly kind: "invalid"; readonly message: string };

/** A message as one version has it. */
export interface SurfaceMessage {
  readonly name: string;
  readonly writer: Role;
  readonly reader: Role;
  readonly carrier: "socket" | "body" | "query";
  readonly schema: ForeignSchema;
  readonly shape: Shape;
  /** Reads a text as a peer of this version does. */
  readonly read: (text: string) => Reading;
  /** Stored texts of it, good and bad. */
  readonly corpus: readonly string[];
}

/** A normative sentence. */
export interface SurfaceClause {
  readonly level: "MUST" | "SHOULD" | "MAY";
  readonly role: string;
  readonly text: string;
}

/** An error or close code. */
export interface SurfaceCode {
  readonly meaning: string;
  readonly retry: boolean;
  readonly remedy: string;
  readonly httpStatus?: number | undefined;
  readonly name?: string | undefined;
}

/** All of a version that a peer can notice: what the checker compares. */
export interface Surface {
  /** How the version was asked for, such as `0.9`. */
  readonly label: string;
  /** The version of its package, such as `0.9.0`. */
  readonly version: string;
  readonly messages: ReadonlyMap<string, SurfaceMessage>;
  readonly errorCodes: Readonly<Record<string, SurfaceCode>>;
  readonly closeCodes: Readonly<Record<string, SurfaceCode>>;
  readonly clauses: Readonly<Record<string, SurfaceClause>>;
  readonly limits: Readonly<Record<string, number>>;
  readonly subprotocols: readonly string[];
}

const RoleName = z.enum(["viewer", "trainer", "client", "server"]);
const Code = z.object({
  meaning: z.string(),
  retry: z.boolean(),
  remedy: z.string(),
  httpStatus: z.number().optional(),
  name: z.string().optional(),
});

/** What the module of a protocol package exports for the checker. */
const ProtocolModule = z.object({
  messages: z.array(
    z.object({
      name: z.string(),
      writer: RoleName,
      reader: RoleName,
      carrier: z.enum(["socket", "body", "query"]),
      schema: z.custom<ForeignSchema>(isSchema, "must be a zod 4 schema"),
      read: z.custom<(text: string) => Reading>((value) => typeof value === "function", "must be a function"),
    }),
  ),
  errorCodes: z.record(z.string(), Code),
  closeCodes: z.record(z.string(), Code),
  clauses: z.record(
    z.string(),
    z.object({ level: z.enum(["MUST", "SHOULD", "MAY"]), role: z.string(), text: z.string() }),
  ),
  limits: z.record(z.string(), z.number()),
  supportedSubprotocols: z.array(z.string()),
});

/** What a surface is made of, besides the module. */
export interface SurfaceOrigin {
  readonly label: string;
  readonly version: string;
  /** Stored texts by the name of their message. */
  readonly corpus: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads the surface of a loaded protocol module.
 *
 * @throws CheckError `bad_version` if the module does not export what the checker needs.
 */
export function surfaceOf(module: unknown, origin: SurfaceOrigin): Surface {
  const { label, version, corpus } = origin;
  // A module's namespace has no prototype to speak of; zod wants a plain object.
  const parsed = ProtocolModule.safeParse({ ...(module as object) });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.map(String).join(".") ?? "";
    throw new CheckError(
      "bad_version",
      `${label} is no protocol that can be checked: ${where}: ${issue?.message}`,
    );
  }
  const { messages, supportedSubprotocols, ...rest } = parsed.data;
  const read = messages.map(
    (message): SurfaceMessage => ({
      ...message,
      shape: readShape(message.schema),
      corpus: corpus.get(message.name) ?? [],
    }),
  );
  return {
    label,
    version,
    ...rest,
    subprotocols: supportedSubprotocols,
    messages: new Map(read.map((message) => [message.name, message])),
  };
}
