import { acceptingIn, dropping, isType, type MutantTable } from "./taps.ts";

/** Broken servers for the cases of the group `handshake`. */
export const handshakeMutants: MutantTable = {
  "handshake-001": {
    "welcomes-unasked": () => ({
      upgrade: (verdict) => (verdict.kind === "accept" ? { ...verdict, welcome: true } : verdict),
    }),
  },
  "handshake-002": {
    "sends-no-welcome": () => dropping(isType("welcome")),
  },
  "handshake-003": {
    "looks-at-the-first-offer-only": () => ({
      upgrade: (verdict, { headers }) =>
        headers["sec-websocket-protocol"]?.startsWith("trainwire.v99")
          ? { kind: "accept", protocol: "trainwire.v99", welcome: true }
          : verdict,
    }),
  },
  "handshake-004": {
    "falls-back-silently": () => ({
      upgrade: (verdict) =>
        verdict.kind === "refuse" && verdict.body["code"] === "unsupported_version"
          ? { kind: "accept", protocol: "trainwire.v99", welcome: true }
          : verdict,
    }),
    "names-no-alternative": () => ({
      upgrade: (verdict) =>
        verdict.kind === "refuse" ? { ...verdict, body: { ...verdict.body, supported: undefined } } : verdict,
    }),
  },
  "handshake-005": {
    "opens-sockets-to-any-origin": () => acceptingIn("forbidden_origin"),
    "serves-rest-to-any-origin": () => ({
      request: (request) => ({ ...request, headers: { ...request.headers, origin: undefined } }),
    }),
  },
  "handshake-006": {
    "opens-sockets-under-any-host": () => acceptingIn("forbidden_host"),
    "serves-rest-under-any-host": () => ({
      request: (request) => ({ ...request, headers: { ...request.headers, host: "127.0.0.1" } }),
    }),
  },
  "handshake-007": {
    "accepts-unknown-trainings": () => acceptingIn("unknown_training"),
  },
  "handshake-008": {
    "calls-bad-ids-unknown": () => ({
      upgrade: (verdict) =>
        verdict.kind === "refuse" && verdict.body["code"] === "bad_id"
          ? { kind: "refuse", status: 404, body: { code: "unknown_training", message: "unknown" } }
          : verdict,
    }),
  },
};
