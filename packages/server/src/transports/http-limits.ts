/**
 * How long requests may take to arrive, against peers that send a byte now and then: the same on every listener. The
 * greatest body comes within a minute at 70 kB/s.
 */
export const httpLimits = {
  requestTimeout: 60_000,
  headersTimeout: 15_000,
  /** Longer than proxies keep their idle connections (mostly 60 s): so that none meets one that is just being closed. */
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 5_000,
};
