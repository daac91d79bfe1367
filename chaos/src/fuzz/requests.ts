import * as fc from "fast-check";
import { handshake } from "../harness/frame.ts";
import { fixtures } from "./fixtures.ts";
import { nearly, texts, trainIds } from "./texts.ts";

/** A request over HTTP. */
export interface RequestCase {
  readonly kind: "request";
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Bytes on a bare TCP connection: handshakes, requests and what is neither. */
export interface BytesCase {
  readonly kind: "bytes";
  readonly bytes: Buffer;
}

const methods = ["GET", "GET", "GET", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

const parts = [
  "updates",
  "series",
  "logs",
  "artifacts",
  "artifacts/a/b",
  "pause",
  "resume",
  "cancel",
  "checkpoint",
  "nothing",
] as const;

const places = fc.oneof(
  fc.constantFrom(
    "/api/v1/trainings",
    "/api/v1/version",
    "/api/v1/session",
    "/api/v1/recipes",
    "/api/v1/openapi.json",
    "/healthz",
    "/readyz",
    "/metrics",
    "/",
    "/index.html",
    "/ws",
    "/assets/../../../etc/passwd",
    "/..%2f..%2fetc/passwd",
    "//",
    "/%",
  ),
  trainIds.map((id) => `/api/v1/trainings/${encodeURIComponent(id)}`),
  fc
    .tuple(trainIds, fc.constantFrom("updates", "updates", ...parts))
    .map(([id, part]) => `/api/v1/trainings/${encodeURIComponent(id)}/${part}`),
  fc.webPath().map((path) => (path.startsWith("/") ? path : `/${path}`)),
);

/** Long-polls are asked for, but for a moment only. */
const waits = fc.constantFrom("0", "0.2", "-1", "x", "1e9", "NaN");
const values = fc.oneof(
  fc.nat({ max: 10_000 }).map(String),
  fc.string({ maxLength: 12 }),
  fc.constantFrom("-1", "1e3", "NaN", ""),
);
const queries = fc
  .record(
    {
      after_seq: values,
      limit: values,
      stream_id: values,
      status: values,
      q: values,
      cursor: values,
      metrics: values,
      points: values,
      wait_seconds: waits,
    },
    { requiredKeys: [] },
  )
  .map((query) => new URLSearchParams(query).toString());

const headers = fc.record(
  {
    "content-type": fc.constantFrom(
      "application/json",
      "application/json",
      "application/x-ndjson",
      "text/plain",
      "application/json; charset=latin1",
      "x",
    ),
    "if-none-match": fc.constantFrom("*", '"a"', "W/", ","),
    origin: fc.constantFrom("http://localhost:3200", "http://evil.example", "null", ""),
    authorization: fc.constantFrom("Bearer x", "Bearer", "Basic Og==", "tw_"),
    cookie: fc.constantFrom("trainwire_session=x", ";;;", "a=b"),
    range: fc.constantFrom("bytes=0-", "bytes=9-1", "x"),
    "accept-encoding": fc.constantFrom("gzip", "br;q=9"),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const body = texts(fc.constantFrom(...fixtures("ingest_body", "report", "start_training")));

/** Requests to every route there is, and to some that there are not. */
export const requestCases: fc.Arbitrary<RequestCase> = fc
  .tuple(fc.constantFrom(...methods), places, queries, headers, fc.option(body, { nil: undefined }))
  .map(([method, place, query, given, text]) => {
    const hasBody = method !== "GET" && method !== "HEAD";
    const path = query === "" ? place : `${place}?${query}`;
    return { kind: "request", method, path, headers: given, body: hasBody ? text : undefined };
  });

const upgrades = fc
  .tuple(
    fc.constantFrom(
      "/ws",
      "/ws/training/fuzz-a",
      "/ws/training/none",
      "/ws/training/..",
      "/ws/training/%ff",
      "/ws?x=1",
      "/wss",
    ),
    queries,
    fc.array(
      fc.constantFrom(
        "Sec-WebSocket-Protocol: trainwire.v1",
        "Sec-WebSocket-Protocol: trainwire.v9",
        "Sec-WebSocket-Protocol: ,,",
        "Sec-WebSocket-Protocol: trainwire.v1, trainwire.token.!!!",
        "Origin: http://evil.example",
        "Host: evil.example",
        "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99",
        "Content-Length: 5",
        "Transfer-Encoding: chunked",
        "Sec-WebSocket-Version: 12",
        `Cookie: ${"a=b;".repeat(300)}`,
      ),
      { maxLength: 3 },
    ),
  )
  .map(([path, query, given]) => handshake(`${path}?${query}`, 1, given));

/** Handshakes whole and maimed, requests that HTTP does not allow, and noise. */
export const bytesCases: fc.Arbitrary<BytesCase> = fc
  .oneof(
    { weight: 3, arbitrary: upgrades.map((text) => Buffer.from(text)) },
    { weight: 3, arbitrary: nearly(upgrades).map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  )
  .map((bytes) => ({ kind: "bytes", bytes }));
