import { TokenScope } from "@trainwire/protocol";
import { z } from "zod";

/** What is kept of a token; its text is not. Times are RFC 3339 UTC. */
export const TokenRecord = z.object({
  token_id: z.string(),
  /** SHA-256 of the text. */
  hash: z.string(),
  name: z.string(),
  scopes: z.array(TokenScope).readonly(),
  train_ids: z.string().optional(),
  /** Of a token that the server made for a trainer which it starts: the attempt. */
  attempt: z.int().min(1).optional(),
  created_at: z.string(),
  expires_at: z.string().optional(),
  last_used_at: z.string().optional(),
});
/** What is kept of a token; its text is not. Times are RFC 3339 UTC. */
export type TokenRecord = z.infer<typeof TokenRecord>;

/** What is kept of a browser's session, under the hash of its cookie. Times are RFC 3339 UTC. */
export const SessionRecord = z.object({
  token_id: z.string(),
  created_at: z.string(),
  expires_at: z.string(),
});
/** What is kept of a browser's session, under the hash of its cookie. Times are RFC 3339 UTC. */
export type SessionRecord = z.infer<typeof SessionRecord>;
