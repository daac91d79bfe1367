import type { Database } from "better-sqlite3";
import { SessionRecord, TokenRecord } from "../core/token-record.ts";
import { Tokens } from "../core/tokens.ts";
import { openDatabase } from "./sqlite/database.ts";
import { SqliteRecords } from "./sqlite/sqlite-records.ts";
import { tokenSecrets } from "./token-secrets.ts";

/** Where the tokens and sessions of a data folder are kept, and what makes their secrets. */
export function tokenStore(database: Database) {
  return {
    tokens: new SqliteRecords(database, "tokens", TokenRecord),
    sessions: new SqliteRecords(database, "sessions", SessionRecord),
    secrets: tokenSecrets,
  };
}

/**
 * Works on the tokens of a data folder that no server uses.
 * @throws TrainwireServerError `internal` if one does.
 */
export async function withStoredTokens<T>(folder: string, work: (tokens: Tokens) => Promise<T>): Promise<T> {
  const database = openDatabase(folder);
  try {
    const { tokens: records, secrets } = tokenStore(database);
    const onError = (error: unknown) => {
      throw error;
    };
    return await work(await Tokens.open({ records, secrets, onError }));
  } finally {
    database.close();
  }
}
