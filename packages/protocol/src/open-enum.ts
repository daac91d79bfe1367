import { z } from "zod";

/**
 * The reader's side of a closed list: known values keep their type, and a value that a newer peer added is
 * read as plain text instead of refusing the whole message.
 */
export function openEnum<const T extends readonly [string, ...string[]]>(values: T) {
  return z.union([z.enum(values), z.string().min(1).max(64) as z.ZodType<string & {}>]);
}
