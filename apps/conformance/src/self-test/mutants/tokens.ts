import type { Mutation, PeerAnswer } from "../../peer/mutation.ts";
import { referenceToken } from "../../peer/tokens.ts";
import { acceptingIn, changing, dropping, isType, type MutantTable, notClosing } from "./taps.ts";

const codeOf = ({ body }: PeerAnswer): unknown => (body as { code?: string } | undefined)?.code;

/** Answers every REST request as the owner's. */
const asOwner: Mutation = {
  request: (request) => ({
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${referenceToken}` },
  }),
};

/** Writes the cookie of a session in another way. */
const withCookie = (change: (header: string) => string): Mutation => ({
  answer: (answer) => {
    const cookie = answer.headers?.["set-cookie"];
    if (cookie === undefined) return answer;
    return { ...answer, headers: { ...answer.headers, "set-cookie": change(cookie) } };
  },
});

/** Broken servers for the cases of the group `auth`. */
export const tokenMutants: MutantTable = {
  "auth-001": {
    "claims-tokens-that-it-does-not-require": () => ({
      answer: (answer, { path }) =>
        path === "/api/v1/version"
          ? { ...answer, body: { ...(answer.body as object), capabilities: ["tokens"] } }
          : answer,
    }),
    "requires-tokens-and-keeps-quiet": () => ({
      options: { tokens: true },
      answer: (answer, { path }) =>
        path === "/api/v1/version"
          ? { ...answer, body: { ...(answer.body as object), capabilities: [] } }
          : answer,
    }),
    "says-that-it-requires-tokens-and-serves-all": () => ({ options: { tokens: true }, ...asOwner }),
  },
  "auth-002": {
    "opens-sockets-without-a-token": () => acceptingIn("unauthorized"),
    "serves-rest-without-a-token": () => asOwner,
    "answers-403-to-no-token": () => ({
      answer: (answer) => (codeOf(answer) === "unauthorized" ? { ...answer, status: 403 } : answer),
    }),
  },
  "auth-003": {
    "opens-sockets-with-any-scope": () => acceptingIn("forbidden"),
    "lets-readers-publish": () => ({
      request: (request) =>
        request.method === "POST" && request.path.endsWith("/updates")
          ? (asOwner.request?.(request) ?? request)
          : request,
    }),
    "lets-anybody-list-tokens": () => ({
      request: (request) =>
        request.path === "/api/v1/tokens" ? (asOwner.request?.(request) ?? request) : request,
    }),
  },
  "auth-004": {
    "opens-flat-sockets-to-every-training": () => acceptingIn("forbidden"),
    "says-which-trainings-there-are": () => ({
      answer: (answer, { path }) =>
        codeOf(answer) === "forbidden" && path.startsWith("/api/v1/trainings/")
          ? { status: 404, body: { code: "unknown_training", message: "unknown" } }
          : answer,
    }),
    "lists-every-training": () => ({
      request: (request) =>
        request.path === "/api/v1/trainings" ? (asOwner.request?.(request) ?? request) : request,
    }),
    "calls-forbidden-trainings-unknown": () =>
      changing(isType("error"), (message) => ({ ...message, code: "unknown_training" })),
    "says-nothing-of-forbidden-trainings": () => dropping(isType("error")),
  },
  "auth-005": {
    "knows-no-token-among-subprotocols": () => ({
      upgrade: (verdict, { headers }) =>
        headers["sec-websocket-protocol"]?.includes("trainwire.token.")
          ? { kind: "refuse", status: 401, body: { code: "unauthorized", message: "no token" } }
          : verdict,
    }),
    "selects-the-token": () => ({
      upgrade: (verdict, { headers }) => {
        const first = headers["sec-websocket-protocol"]?.split(",")[0] ?? "";
        return verdict.kind === "accept" && first.startsWith("trainwire.token.")
          ? { ...verdict, protocol: first }
          : verdict;
      },
    }),
  },
  "auth-006": {
    "shows-the-cookie-to-scripts": () => withCookie((header) => header.replace("; HttpOnly", "")),
    "lends-the-cookie-to-other-sites": () => withCookie((header) => header.replace("Strict", "Lax")),
    "logs-nobody-out": () => ({
      request: (request) =>
        request.method === "DELETE" && request.path === "/api/v1/session"
          ? { ...request, headers: { ...request.headers, cookie: undefined } }
          : request,
    }),
  },
  "auth-007": {
    "takes-changes-from-nowhere": () => ({
      request: (request) =>
        request.method === "POST" &&
        request.headers.cookie !== undefined &&
        request.headers.origin === undefined
          ? { ...request, headers: { ...request.headers, origin: `http://${request.headers.host}` } }
          : request,
    }),
    "opens-sockets-with-a-cookie-from-nowhere": () => acceptingIn("forbidden_origin"),
  },
  "auth-008": {
    "leaves-sockets-of-revoked-tokens-open": () => notClosing(4401),
    "revokes-nothing": () => ({
      request: (request) =>
        request.method === "DELETE" && request.path.startsWith("/api/v1/tokens/")
          ? { ...request, path: "/api/v1/tokens/none" }
          : request,
    }),
  },
};
