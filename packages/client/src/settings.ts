import type { Backoff } from "./backoff.ts";
import { TrainwireClientError } from "./errors.ts";
import { type ProtocolVersion, readVersions } from "./link/versions.ts";
import { ownPlatform, type Platform } from "./platform.ts";
import { readTokenSource, type TokenSource } from "./token.ts";

/** Options of `connect`. */
export interface ConnectOptions {
  /** Base of the server, `http(s)://…`; in a browser usually `location.origin`. */
  readonly url: string | URL;
  /**
   * The token to go with where the server wants one; a function is asked each time. In a browser, a page of
   * the server's own origin that has logged in needs none.
   */
  readonly token?: TokenSource;
  /**
   * The versions of the protocol to offer; the server chooses. Default `["trainwire.v1"]`. A draft is spoken only
   * by servers that were told to, and may change with any release: offer version 1 beside it.
   */
  readonly versions?: readonly ProtocolVersion[];
  /** Closes the client when it aborts. */
  readonly signal?: AbortSignal;
  /** How often a live client compares with REST, in milliseconds; default 30 000. */
  readonly safetyPollMs?: number;
  /** How often it polls where WebSocket is not to be had, in milliseconds; default 2000. */
  readonly pollMs?: number;
  /** Bounds of the delay before connecting again; default 500 to 20 000 ms, with full jitter. */
  readonly backoff?: { readonly minMs?: number; readonly maxMs?: number };
  /** After how much silence to ping, in milliseconds; a pong missing for as long again means dead; default 15 000. */
  readonly pingMs?: number;
  /** Told what happens on the wire; default nobody. */
  readonly log?: (message: string, ...data: unknown[]) => void;
  /** Default: the platform's own; without one the client polls. */
  readonly WebSocket?: typeof WebSocket;
  /** Default: the platform's own. */
  readonly fetch?: typeof fetch;
}

/** The bounds that are no public options. */
export interface Tuning {
  /** A socket that has not said a word by then counts as refused, in milliseconds. */
  readonly openTimeoutMs: number;
  /** A connection that lasted this long ends the growth of the backoff, in milliseconds. */
  readonly stableMs: number;
  /** A REST request without an answer by then counts as failed, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** How long the socket may lag behind REST before it counts as deaf, in milliseconds. */
  readonly deafGraceMs: number;
  /** Most updates held behind a hole; those beyond are let go and fetched later. */
  readonly maxHeld: number;
  /** Updates in one page of REST. */
  readonly pageLimit: number;
  /** A live tail of series that has grown so long is given up for a new, down-sampled answer. */
  readonly maxSeriesTail: number;
}

const tuning: Tuning = {
  openTimeoutMs: 10_000,
  stableMs: 10_000,
  requestTimeoutMs: 15_000,
  deafGraceMs: 2000,
  maxHeld: 1000,
  pageLimit: 1000,
  maxSeriesTail: 2000,
};

/** Options with every default filled in. */
export interface Settings extends Tuning {
  readonly url: URL;
  readonly token: TokenSource | null;
  readonly versions: readonly ProtocolVersion[];
  readonly safetyPollMs: number;
  readonly pollMs: number;
  readonly backoff: Backoff;
  readonly pingMs: number;
  readonly log: (message: string, ...data: unknown[]) => void;
  readonly platform: Platform;
}

/**
 * Fills in the defaults.
 *
 * @throws TrainwireClientError `bad_option`
 */
export function resolveSettings(
  options: ConnectOptions,
  overrides: Partial<Tuning & { readonly platform: Partial<Platform> }> = {},
): Settings {
  const { platform, ...tuned } = overrides;
  const minMs = positive("backoff.minMs", options.backoff?.minMs ?? 500);
  return {
    ...tuning,
    ...tuned,
    url: baseUrl(options.url),
    token: readTokenSource(options.token),
    versions: readVersions(options.versions),
    safetyPollMs: positive("safetyPollMs", options.safetyPollMs ?? 30_000),
    pollMs: positive("pollMs", options.pollMs ?? 2000),
    backoff: { minMs, maxMs: Math.max(minMs, positive("backoff.maxMs", options.backoff?.maxMs ?? 20_000)) },
    pingMs: positive("pingMs", options.pingMs ?? 15_000),
    log: options.log ?? (() => undefined),
    platform: {
      ...ownPlatform(),
      ...(options.fetch && { fetch: options.fetch }),
      ...(options.WebSocket && { WebSocket: options.WebSocket }),
      ...platform,
    },
  };
}

/**
 * The server's base address, without query and with a slash at its end.
 *
 * @throws TrainwireClientError `bad_option`
 */
export function baseUrl(given: string | URL): URL {
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new TrainwireClientError("bad_option", {
      message: `url is ${String(given)}; expected the http(s) address of a server.`,
    });
  }
  url.search = "";
  url.hash = "";
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}

/**
 * The number itself, if it is above 0 and finite.
 *
 * @throws TrainwireClientError `bad_option`
 */
export function positive(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new TrainwireClientError("bad_option", {
    message: `${name} is ${value}; expected a number above 0.`,
  });
}
