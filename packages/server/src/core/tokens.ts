import type { CreatedToken, CreateToken, TokenInfo } from "@trainwire/protocol";
import { TrainwireServerError } from "./errors.ts";
import { Grant } from "./grant.ts";
import type { Records } from "./records.ts";
import type { Secrets } from "./secrets.ts";
import type { TokenRecord } from "./token-record.ts";

/** How far `last_used_at` may lag: a write for each request would cost more than it tells. */
const usedResolutionMs = 10 * 60 * 1000;
const pageSize = 500;

interface Entry {
  record: TokenRecord;
  version: number;
  usedAtMs: number;
  readonly grant: Grant;
}

/** A token to be made; one with an attempt is a trainer's. */
export interface TokenRequest extends CreateToken {
  readonly attempt?: number;
}

/** What the tokens need of their server. */
export interface TokensOptions {
  readonly records: Records<TokenRecord>;
  readonly secrets: Secrets;
  /** Called if the time of a token's last use could not be stored, or an expired token not be removed. */
  readonly onError: (error: unknown) => void;
}

/** The tokens of a server, all in memory, looked up by their hash. */
export class Tokens {
  readonly #options: TokensOptions;
  readonly #byHash = new Map<string, Entry>();
  readonly #byId = new Map<string, Entry>();

  private constructor(options: TokensOptions) {
    this.#options = options;
  }

  /** Reads what is stored; tokens that have expired are forgotten. */
  static async open(options: TokensOptions): Promise<Tokens> {
    const tokens = new Tokens(options);
    let cursor: string | undefined;
    do {
      const page = await options.records.list(pageSize, cursor);
      for (const { value, version } of page) tokens.#keep(value, version);
      cursor = page.length < pageSize ? undefined : page.at(-1)?.cursor;
    } while (cursor !== undefined);
    await tokens.expire(Date.now());
    return tokens;
  }

  /** How many there are, those of trainers not counted: their owners are attempts. */
  get count(): number {
    return this.#byId.size - this.ofTrainers().length;
  }

  /** The tokens that were made for trainers which the server starts, and the training that each covers. */
  ofTrainers(): readonly { readonly tokenId: string; readonly trainId: string }[] {
    return [...this.#byId].flatMap(([tokenId, { record }]) =>
      record.attempt === undefined ? [] : { tokenId, trainId: record.train_ids ?? "" },
    );
  }

  /**
   * Makes a token; the answer is the only place where its text stands.
   * @throws TrainwireServerError `bad_message` for an admin of some trainings, who could make a token for all.
   */
  async create(request: TokenRequest, nowMs: number): Promise<CreatedToken> {
    if (request.train_ids !== undefined && request.scopes.includes("admin")) {
      throw new TrainwireServerError("bad_message", "train_ids: does not go with the scope admin");
    }
    const { records, secrets } = this.#options;
    const { expires_in_seconds, ...rest } = request;
    const token = `tw_${secrets.random()}`;
    const record: TokenRecord = {
      ...rest,
      token_id: `tok-${secrets
        .random()
        .replace(/[^A-Za-z0-9]/g, "")
        .slice(0, 12)}`,
      hash: secrets.hash(token),
      created_at: new Date(nowMs).toISOString(),
      ...(expires_in_seconds !== undefined && {
        expires_at: new Date(nowMs + expires_in_seconds * 1000).toISOString(),
      }),
    };
    await records.putIfVersion(record.token_id, record, 0);
    this.#keep(record, 1);
    return { ...infoOf(record), token };
  }

  /** What a token allows, or undefined if it is unknown, revoked or expired. */
  find(token: string, nowMs: number): Grant | undefined {
    const entry = this.#byHash.get(this.#options.secrets.hash(token));
    if (!entry?.grant.isValid(nowMs)) return undefined;
    if (nowMs - entry.usedAtMs >= usedResolutionMs) this.#noteUse(entry, nowMs);
    return entry.grant;
  }

  /** What the token of this id allows, or undefined if there is none. */
  grantOf(tokenId: string): Grant | undefined {
    return this.#byId.get(tokenId)?.grant;
  }

  /** All tokens, newest first. */
  list(): TokenInfo[] {
    return Array.from(this.#byId.values(), ({ record }) => infoOf(record)).sort((a, b) =>
      a.created_at < b.created_at ? 1 : -1,
    );
  }

  /**
   * Ends a token, and with it its sessions and sockets.
   * @returns whether there was one of this id.
   * @throws TrainwireServerError if that could not be stored: try again.
   */
  async revoke(tokenId: string): Promise<boolean> {
    const entry = this.#byId.get(tokenId);
    if (!entry) return false;
    entry.grant.end();
    // If this fails the token has ended all the same, and can be revoked again: else it were back after a restart.
    await this.#options.records.remove(tokenId);
    this.#byId.delete(tokenId);
    this.#byHash.delete(entry.record.hash);
    return true;
  }

  /** Ends the tokens whose time is over. One that cannot be removed holds up no other, and is tried again next time. */
  async expire(nowMs: number): Promise<void> {
    const expired = [...this.#byId].filter(([, { grant }]) => !grant.isValid(nowMs));
    for (const [, { grant }] of expired) grant.end();
    for (const [id] of expired) await this.revoke(id).catch(this.#options.onError);
  }

  #keep(record: TokenRecord, version: number): void {
    const { token_id, name, scopes, train_ids, attempt, expires_at, last_used_at } = record;
    const grant = new Grant({
      tokenId: token_id,
      name,
      scopes,
      trainIds: train_ids,
      attempt,
      expiresAtMs: expires_at === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires_at),
    });
    const usedAtMs = last_used_at === undefined ? 0 : Date.parse(last_used_at);
    const entry: Entry = { record, version, usedAtMs, grant };
    this.#byId.set(token_id, entry);
    this.#byHash.set(record.hash, entry);
  }

  #noteUse(entry: Entry, nowMs: number): void {
    const { records, onError } = this.#options;
    entry.usedAtMs = nowMs;
    entry.record = { ...entry.record, last_used_at: new Date(nowMs).toISOString() };
    records
      .putIfVersion(entry.record.token_id, entry.record, entry.version)
      .then((version) => {
        if (version !== undefined) entry.version = version;
      })
      .catch(onError);
  }
}

function infoOf({ hash: _hash, attempt: _attempt, scopes, ...rest }: TokenRecord): TokenInfo {
  return { ...rest, scopes: [...scopes] };
}
