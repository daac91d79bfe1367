import { randomBytes } from "node:crypto";
import {
  type CreateToken,
  type ErrorCode,
  type SessionAnswer,
  sessionCookieName,
  tokenSubprotocolPrefix,
} from "@trainwire/protocol";
import type { PeerRequest } from "./mutation.ts";

/** The owner's token of a peer that requires tokens. */
export const referenceToken = `tw_${"r".repeat(43)}`;

/** What a token allows. */
export interface PeerGrant {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly train_ids?: string | undefined;
}

/** Whether a grant covers a training; without one everything is. */
export function covers(grant: PeerGrant | undefined, trainId: string): boolean {
  if (grant?.train_ids === undefined) return true;
  const parts = grant.train_ids.split("*").map((part) => part.replaceAll(".", "\\."));
  return new RegExp(`^${parts.join(".*")}$`).test(trainId);
}

const open = new Set(["/healthz", "/api/v1/version", "/api/v1/session"]);
const trainingPath = /^\/(?:ws\/training|api\/v1\/trainings)\/([^/]+)/;

/** The tokens and sessions of a peer, in memory. */
export class PeerTokens {
  readonly #required: boolean;
  readonly #onEnd: (grant: PeerGrant) => void;
  readonly #grants = new Map<string, PeerGrant>();
  /** The token of each session. */
  readonly #sessions = new Map<string, string>();

  /** @param onEnd Told of each grant that was revoked. */
  constructor(required: boolean, onEnd: (grant: PeerGrant) => void) {
    this.#required = required;
    this.#onEnd = onEnd;
    if (required) this.#grants.set(referenceToken, { id: "tok-owner", name: "owner", scopes: ["admin"] });
  }

  /** What the peer says that it can do. */
  get capabilities(): string[] {
    return ["commands", "recipes", ...(this.#required ? ["tokens"] : [])];
  }

  /** What the token or session of a request allows. */
  grantOf(request: PeerRequest): PeerGrant | undefined {
    return this.#grants.get(this.#textOf(request) ?? "");
  }

  /** Why a request may not be served, if so. */
  judge(request: PeerRequest): ErrorCode | undefined {
    const { method, path, headers } = request;
    if (!this.#required) return undefined;
    const changes = !["GET", "HEAD"].includes(method) || headers.upgrade !== undefined;
    if (headers.cookie !== undefined && changes && headers.origin === undefined) return "forbidden_origin";
    if (open.has(path)) return undefined;
    const grant = this.grantOf(request);
    if (!grant) return "unauthorized";
    const need = path.startsWith("/api/v1/tokens") ? "admin" : method === "GET" ? "read" : "publish";
    if (!grant.scopes.includes(need) && !grant.scopes.includes("admin")) return "forbidden";
    const [, trainId] = trainingPath.exec(path) ?? [];
    return trainId !== undefined && !covers(grant, trainId) ? "forbidden" : undefined;
  }

  /** Makes a token and gives its text and id. */
  create({ name, scopes, train_ids }: CreateToken): { token: string; token_id: string } {
    const token = `tw_${randomBytes(32).toString("base64url")}`;
    const grant: PeerGrant = { id: `tok-${this.#grants.size}`, name, scopes, train_ids };
    this.#grants.set(token, grant);
    return { token, token_id: grant.id };
  }

  /** Ends the token of this id. */
  revoke(id: string): void {
    for (const [token, grant] of this.#grants) {
      if (grant.id !== id) continue;
      this.#grants.delete(token);
      this.#onEnd(grant);
    }
  }

  /** Opens a session and gives its cookie, or nothing if the token is none. */
  logIn(token: string): string | undefined {
    if (!this.#grants.has(token)) return undefined;
    const secret = randomBytes(32).toString("base64url");
    this.#sessions.set(secret, token);
    return `${sessionCookieName}=${secret}`;
  }

  /** Ends the session of a request. */
  logOut({ headers }: PeerRequest): void {
    this.#sessions.delete(secretOf(headers.cookie) ?? "");
  }

  /** What the requester is told of itself. */
  session(request: PeerRequest): SessionAnswer {
    const grant = this.grantOf(request);
    const tokens_required = this.#required;
    if (!grant) return { tokens_required, authenticated: false };
    return { tokens_required, authenticated: true, name: grant.name, scopes: [...grant.scopes] };
  }

  #textOf({ headers }: PeerRequest): string | undefined {
    if (headers.authorization?.startsWith("Bearer ")) return headers.authorization.slice(7);
    const offers = (headers["sec-websocket-protocol"] ?? "").split(",").map((offer) => offer.trim());
    const offer = offers.find((each) => each.startsWith(tokenSubprotocolPrefix));
    if (offer !== undefined) {
      return Buffer.from(offer.slice(tokenSubprotocolPrefix.length), "base64url").toString();
    }
    return this.#sessions.get(secretOf(headers.cookie) ?? "");
  }
}

function secretOf(cookie: string | undefined): string | undefined {
  return cookie?.startsWith(`${sessionCookieName}=`) ? cookie.slice(sessionCookieName.length + 1) : undefined;
}
