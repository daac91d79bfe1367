import { Grant } from "./grant.ts";
import type { Records } from "./records.ts";
import type { Secrets } from "./secrets.ts";
import type { SessionRecord } from "./token-record.ts";
import type { Tokens } from "./tokens.ts";

/** How long a session lives, unless its token ends before. */
export const sessionLifeMs = 30 * 24 * 60 * 60 * 1000;
/** Most sessions that one token may have; the oldest makes room. */
const maxSessionsPerToken = 100;
const pageSize = 500;

/** What the sessions need of their server. */
export interface SessionsOptions {
  readonly records: Records<SessionRecord>;
  readonly tokens: Tokens;
  readonly secrets: Secrets;
  /** Called if a session that ended could not be removed from storage. */
  readonly onError: (error: unknown) => void;
}

/** The sessions of browsers: each stands for a token that its page cannot read, and ends with it. */
export class Sessions {
  readonly #options: SessionsOptions;
  /** By the hash of the cookie, oldest first. */
  readonly #grants = new Map<string, Grant>();

  private constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** Reads what is stored; sessions whose token is gone are forgotten. */
  static async open(options: SessionsOptions): Promise<Sessions> {
    const sessions = new Sessions(options);
    const stored: { hash: string; record: SessionRecord }[] = [];
    let cursor: string | undefined;
    do {
      const page = await options.records.list(pageSize, cursor);
      for (const { id, value } of page) stored.push({ hash: id, record: value });
      cursor = page.length < pageSize ? undefined : page.at(-1)?.cursor;
    } while (cursor !== undefined);
    for (const { hash, record } of stored.toReversed()) {
      if (!sessions.#keep(hash, record)) await options.records.remove(hash);
    }
    sessions.expire(Date.now());
    return sessions;
  }

  /** Opens a session of a token, and gives its cookie's value. */
  async create(token: Grant, nowMs: number): Promise<string> {
    const { records, secrets } = this.#options;
    const secret = `tws_${secrets.random()}`;
    const hash = secrets.hash(secret);
    const { tokenId = "", expiresAtMs } = token.terms;
    this.#makeRoom(tokenId);
    const record: SessionRecord = {
      token_id: tokenId,
      created_at: new Date(nowMs).toISOString(),
      expires_at: new Date(Math.min(nowMs + sessionLifeMs, expiresAtMs)).toISOString(),
    };
    await records.putIfVersion(hash, record, 0);
    this.#keep(hash, record);
    return secret;
  }

  /** What a session allows, or undefined if it is unknown or has ended. */
  find(secret: string, nowMs: number): Grant | undefined {
    const grant = this.#grants.get(this.#options.secrets.hash(secret));
    return grant?.isValid(nowMs) ? grant : undefined;
  }

  /** Ends a session and its sockets: its browser logs out. */
  end(secret: string): void {
    this.#grants.get(this.#options.secrets.hash(secret))?.end();
  }

  /** Ends the sessions whose time is over. */
  expire(nowMs: number): void {
    for (const grant of this.#grants.values()) if (!grant.isValid(nowMs)) grant.end();
  }

  /** @returns whether its token still is; else there is nothing to keep. */
  #keep(hash: string, record: SessionRecord): boolean {
    const token = this.#options.tokens.grantOf(record.token_id);
    if (!token) return false;
    const grant = new Grant({ ...token.terms, expiresAtMs: Date.parse(record.expires_at) });
    this.#grants.set(hash, grant);
    const release = token.hold(() => grant.end());
    grant.hold(() => {
      release();
      this.#grants.delete(hash);
      this.#options.records.remove(hash).catch(this.#options.onError);
    });
    return true;
  }

  #makeRoom(tokenId: string): void {
    const own = [...this.#grants.values()].filter((grant) => grant.terms.tokenId === tokenId);
    for (const grant of own.slice(0, Math.max(0, own.length - maxSessionsPerToken + 1))) grant.end();
  }
}
