import type { z } from "zod";
import { clip, codeOfIssues, describeIssues } from "./describe-issues.ts";
import type { ErrorCode } from "./error-codes.ts";
import { ServerMessage } from "./server-messages.ts";
import { ViewerMessage } from "./viewer-messages.ts";

/** What a text turned out to be. An unknown type is set aside before the closed union is asked. */
export type Decoded<M> =
  | { readonly kind: "message"; readonly message: M }
  /** `type` is clipped to 64 characters. */
  | { readonly kind: "unknown"; readonly type: string }
  | {
      readonly kind: "invalid";
      readonly code: Extract<ErrorCode, "bad_json" | "bad_message" | "bad_id">;
      readonly message: string;
    };

/** Message ⇒ text, as it goes on the wire. */
export function encode(message: ServerMessage | ViewerMessage): string {
  return JSON.stringify(message);
}

/** Text ⇒ what a viewer sent. Never throws. */
export function decodeViewerMessage(text: string): Decoded<ViewerMessage> {
  return decode(text, ViewerMessage);
}

/** Text ⇒ what a server sent. Never throws. */
export function decodeServerMessage(text: string): Decoded<ServerMessage> {
  return decode(text, ServerMessage);
}

/** A parsed frame ⇒ what a server sent. Never throws. */
export function readServerMessage(value: unknown): Decoded<ServerMessage> {
  return judge(value, ServerMessage);
}

interface TypedUnion<M> extends z.ZodType<M> {
  readonly options: readonly { readonly shape: { readonly type: z.ZodLiteral<string> } }[];
}

function decode<M>(text: string, union: TypedUnion<M>): Decoded<M> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: "invalid", code: "bad_json", message: "the frame is not JSON" };
  }
  return judge(value, union);
}

function judge<M>(value: unknown, union: TypedUnion<M>): Decoded<M> {
  if (typeof value !== "object" || value === null || !("type" in value) || typeof value.type !== "string") {
    return { kind: "invalid", code: "bad_message", message: "a message is a JSON object with a text `type`" };
  }
  const { type } = value;
  if (!union.options.some((option) => option.shape.type.value === type)) {
    return { kind: "unknown", type: clip(type, 64) };
  }
  const parsed = union.safeParse(value);
  if (parsed.success) return { kind: "message", message: parsed.data };
  return { kind: "invalid", code: codeOfIssues(parsed.error, value), message: describeIssues(parsed.error) };
}
