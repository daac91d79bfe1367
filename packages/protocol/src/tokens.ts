import { z } from "zod";
import { StoredText } from "./fields.ts";

/** What a token may be good for; `admin` includes the others. */
export const tokenScopes = ["read", "publish", "control", "admin"] as const;
/** What a token may be good for; `admin` includes the others. */
export const TokenScope = z.enum(tokenScopes);
/** What a token may be good for; `admin` includes the others. */
export type TokenScope = z.infer<typeof TokenScope>;

/** The text of a token: 32 random bytes as base64url behind `tw_`. */
export const tokenPattern = /^tw_[A-Za-z0-9_-]{43}$/;

/** Which trainings a token covers: their id, where `*` stands for any characters. */
export const TrainIds = z
  .string()
  .regex(/^[A-Za-z0-9._*-]{1,128}$/, "must be 1-128 letters, digits, '.', '_', '-' or '*'");

/** Longest life that a token may be given, in seconds: ten years. */
const maxTokenSeconds = 10 * 366 * 24 * 60 * 60;

/** Body of `POST /tokens`. */
export const CreateToken = z.object({
  name: StoredText.min(1).max(128),
  scopes: z.array(TokenScope).min(1).max(tokenScopes.length),
  /** Absent: all trainings. A server refuses it beside the scope admin. */
  train_ids: TrainIds.optional(),
  /** Absent: it does not expire. */
  expires_in_seconds: z.int().min(1).max(maxTokenSeconds).optional(),
});
/** Body of `POST /tokens`. */
export type CreateToken = z.infer<typeof CreateToken>;

/** A token as lists show it: everything but its text, which nobody keeps. */
export const TokenInfo = z.object({
  token_id: z.string().min(1).max(64),
  name: z.string(),
  scopes: z.array(z.string()),
  train_ids: z.string().optional(),
  /** RFC 3339 UTC, as the others. */
  created_at: z.string(),
  expires_at: z.string().optional(),
  /** Coarse: it may lag by ten minutes. */
  last_used_at: z.string().optional(),
});
/** A token as lists show it: everything but its text, which nobody keeps. */
export type TokenInfo = z.infer<typeof TokenInfo>;

/** Answer of `POST /tokens`: the only time that the text is shown. */
export const CreatedToken = z.object({ ...TokenInfo.shape, token: z.string().regex(tokenPattern) });
/** Answer of `POST /tokens`: the only time that the text is shown. */
export type CreatedToken = z.infer<typeof CreatedToken>;

/** Answer of `GET /tokens`: all that are neither revoked nor expired, newest first. */
export const TokenList = z.object({ tokens: z.array(TokenInfo) });
/** Answer of `GET /tokens`: all that are neither revoked nor expired, newest first. */
export type TokenList = z.infer<typeof TokenList>;

/** Body of `POST /session`. */
export const LogIn = z.object({ token: z.string().min(1).max(256) });
/** Body of `POST /session`. */
export type LogIn = z.infer<typeof LogIn>;

/** Answer of `GET /session`: whether a token is needed here, and what the requester's own covers. */
export const SessionAnswer = z.object({
  tokens_required: z.boolean(),
  authenticated: z.boolean(),
  name: z.string().optional(),
  scopes: z.array(z.string()).optional(),
  train_ids: z.string().optional(),
});
/** Answer of `GET /session`: whether a token is needed here, and what the requester's own covers. */
export type SessionAnswer = z.infer<typeof SessionAnswer>;

/** The cookie that a browser gets for its token. */
export const sessionCookieName = "trainwire_session";
