import { TrainwireServerError } from "../../core/errors.ts";
import type { Grant } from "../../core/grant.ts";
import { Quota } from "../../core/quota.ts";
import { RateLimit } from "../../core/rate-limit.ts";
import type { Client, Peer } from "./client.ts";

/** Bounds of what one address, or one token, may ask for. */
export interface AccessLimitsOptions {
  /** Requests and handshakes of one address a minute. */
  readonly maxRequestsPerMinute: number;
  /** Requests and handshakes with one token a minute. */
  readonly maxTokenRequestsPerMinute: number;
  /** Failed logins of one address a minute; loopback too. */
  readonly maxFailedLoginsPerMinute: number;
  /** Open connections of one address, those of its sockets among them. */
  readonly maxConnectionsPerAddress: number;
  /** Open sockets of one address. */
  readonly maxSocketsPerAddress: number;
  /** Open sockets with one token. */
  readonly maxSocketsPerToken: number;
  /** Whether requests from this machine are counted too. */
  readonly limitLoopback: boolean;
}

/** What they are if they are not given. */
export const defaultLimits: AccessLimitsOptions = {
  maxRequestsPerMinute: 6000,
  maxTokenRequestsPerMinute: 60_000,
  maxFailedLoginsPerMinute: 20,
  maxConnectionsPerAddress: 600,
  maxSocketsPerAddress: 500,
  maxSocketsPerToken: 5000,
  limitLoopback: false,
};

/** Counts what addresses and tokens ask for, and refuses what is too much. */
export class AccessLimits {
  readonly #limitLoopback: boolean;
  readonly #requests: RateLimit;
  readonly #tokenRequests: RateLimit;
  readonly #failedLogins: RateLimit;
  readonly #connections: Quota;
  readonly #sockets: Quota;
  readonly #tokenSockets: Quota;

  constructor(options: AccessLimitsOptions) {
    this.#limitLoopback = options.limitLoopback;
    this.#requests = new RateLimit(options.maxRequestsPerMinute);
    this.#tokenRequests = new RateLimit(options.maxTokenRequestsPerMinute);
    this.#failedLogins = new RateLimit(options.maxFailedLoginsPerMinute);
    this.#connections = new Quota(options.maxConnectionsPerAddress);
    this.#sockets = new Quota(options.maxSocketsPerAddress);
    this.#tokenSockets = new Quota(options.maxSocketsPerToken);
  }

  /** @throws TrainwireServerError `too_many_requests` */
  countRequest(client: Client): void {
    if (this.#isCounted(client)) refuseIf(this.#requests.take(client.address, Date.now()), "requests");
  }

  /** @throws TrainwireServerError `too_many_requests` */
  countTokenRequest(client: Client, { terms }: Grant): void {
    if (terms.tokenId === undefined || !this.#isCounted(client)) return;
    refuseIf(this.#tokenRequests.take(terms.tokenId, Date.now()), "requests with this token");
  }

  /** Before a login is tried. @throws TrainwireServerError `too_many_requests` */
  checkLogins(client: Client): void {
    refuseIf(this.#failedLogins.waitOf(client.address, Date.now()), "failed logins");
  }

  /** After a login has failed. */
  countFailedLogin(client: Client): void {
    this.#failedLogins.take(client.address, Date.now());
  }

  /**
   * Counts a connection, before it has said anything.
   * @returns a function that gives it back, or undefined if there are too many.
   */
  takeConnection(peer: Peer): (() => void) | undefined {
    if (!this.#isCounted(peer)) return nothingToGiveBack;
    if (!this.#connections.take(peer.address)) return undefined;
    return () => this.#connections.release(peer.address);
  }

  /**
   * Counts a socket.
   * @returns a function that gives it back.
   * @throws TrainwireServerError `too_many_requests`
   */
  takeSocket(client: Client, { terms }: Grant): () => void {
    if (!this.#isCounted(client)) return nothingToGiveBack;
    const { tokenId } = terms;
    if (!this.#sockets.take(client.address)) refuseIf(socketWaitSeconds, "sockets");
    if (tokenId !== undefined && !this.#tokenSockets.take(tokenId)) {
      this.#sockets.release(client.address);
      refuseIf(socketWaitSeconds, "sockets with this token");
    }
    return () => {
      this.#sockets.release(client.address);
      if (tokenId !== undefined) this.#tokenSockets.release(tokenId);
    };
  }

  #isCounted(client: Peer): boolean {
    return this.#limitLoopback || !client.isLoopback;
  }
}

const nothingToGiveBack = (): void => undefined;

/** When a socket may be free again cannot be known. */
const socketWaitSeconds = 10;

function refuseIf(waitSeconds: number, what: string): void {
  if (waitSeconds === 0) return;
  throw new TrainwireServerError("too_many_requests", `too many ${what}: wait ${waitSeconds} s`, {
    retry_after_seconds: waitSeconds,
  });
}
