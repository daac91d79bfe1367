import { ErrorAnswer } from "@trainwire/protocol";
import { type ClientErrorCode, TrainwireClientError } from "../errors.ts";
import { type TokenSource, tokenNow } from "../token.ts";

/** One request under `/api/v1`. */
export interface RestRequest {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below `/api/v1/`, without a slash at its beginning; ids are encoded by the caller. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  readonly signal: AbortSignal;
  /** Without an answer by then the request fails, in milliseconds. */
  readonly timeoutMs: number;
}

/** Where requests go, and through what. */
export interface RestTarget {
  readonly url: URL;
  readonly fetch: typeof fetch;
  /** Sent as a bearer; null: none, a browser adds its cookie where the page is the server's own. */
  readonly token: TokenSource | null;
}

/** A schema of the protocol, as far as reading an answer needs it. */
export interface AnswerSchema<T> {
  safeParse(
    value: unknown,
  ): { readonly success: true; readonly data: T } | { readonly success: false; readonly error: unknown };
}

const firstServerError = 500;
const unauthorized = 401;
const tooManyRequests = 429;
const requestTimeout = 408;

/**
 * The answer's status, headers and body text, whatever the status. Rejects with `unreachable` without one, and
 * as `tokenNow`.
 */
export async function request(
  target: RestTarget,
  given: RestRequest,
): Promise<{ status: number; headers: Headers; text: string }> {
  const url = new URL(`api/v1/${given.path}`, target.url);
  for (const [name, value] of Object.entries(given.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const token = await tokenNow(target.token);
  try {
    const response = await target.fetch(url, {
      method: given.method ?? "GET",
      headers: {
        ...given.headers,
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(given.body !== undefined && { "content-type": "application/json" }),
      },
      ...(given.body !== undefined && { body: given.body }),
      cache: "no-store",
      signal: AbortSignal.any([given.signal, AbortSignal.timeout(given.timeoutMs)]),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (cause) {
    throw new TrainwireClientError("unreachable", { message: `${url.href} did not answer.`, cause });
  }
}

/**
 * Reads a JSON answer by its schema.
 *
 * @throws TrainwireClientError `bad_answer`
 */
export function readAnswer<T>(schema: AnswerSchema<T>, text: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TrainwireClientError("bad_answer", { message: "The answer is not JSON.", cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new TrainwireClientError("bad_answer", {
    message: "The answer does not fit its schema.",
    cause: parsed.error,
  });
}

/**
 * The error that an answer of status 4xx or 5xx amounts to: `unreachable` where trying again can help,
 * `unauthorized` and `forbidden` where another token can.
 */
export function errorOf(answer: { status: number; text: string }): TrainwireClientError {
  const { status, text } = answer;
  const body = readErrorBody(text);
  const facts = {
    message: body?.message ?? `The server answered with status ${status}.`,
    httpStatus: status,
    ...(body && { wireCode: body.code }),
  };
  return new TrainwireClientError(codeOf(status, body?.code), facts);
}

function codeOf(status: number, wireCode: string | undefined): ClientErrorCode {
  if (status === unauthorized) return "unauthorized";
  if (wireCode === "forbidden") return "forbidden";
  const isPassing = status >= firstServerError || status === tooManyRequests || status === requestTimeout;
  return isPassing ? "unreachable" : "refused";
}

function readErrorBody(text: string): ErrorAnswer | null {
  try {
    return ErrorAnswer.parse(JSON.parse(text));
  } catch {
    // A proxy's own error page: the status says enough.
    return null;
  }
}
