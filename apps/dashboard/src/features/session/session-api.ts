import { ErrorAnswer, SessionAnswer } from "@trainwire/protocol";

/** Why the server did not do what it was asked. */
export interface SessionProblem {
  /** A code of the protocol, or `unreachable` without an answer that could be read. */
  readonly code: string;
  readonly message: string;
  /** When to try again, in seconds, if the server says so. */
  readonly retryAfterSeconds: number | null;
}

/** The requests about the page's session. None of them rejects. */
export interface SessionApi {
  /** Who this page is logged in as; null if the server does not say. */
  ask(): Promise<SessionAnswer | null>;
  /** Trades a token for the session's cookie; null if that went well. */
  logIn(token: string): Promise<SessionProblem | null>;
  /** Ends the session; null if that went well. */
  logOut(): Promise<SessionProblem | null>;
}

/** Longest wait for an answer, in milliseconds. */
const timeoutMs = 15_000;

/** The requests to a server, whose cookie the browser keeps: no script can read it. */
export function sessionApi(server: URL, fetchIt: typeof fetch = fetch.bind(globalThis)): SessionApi {
  const send = (init: RequestInit): Promise<Response> =>
    fetchIt(new URL("api/v1/session", server), {
      ...init,
      cache: "no-store",
      signal: AbortSignal.timeout(timeoutMs),
    });
  const change = (init: RequestInit): Promise<SessionProblem | null> =>
    send(init).then(
      (response) => (response.ok ? null : readProblem(response)),
      () => unreachable,
    );
  return {
    ask: async () => {
      try {
        const response = await send({});
        return response.ok ? SessionAnswer.parse(await response.json()) : null;
      } catch {
        // Without an answer nothing is known; the connection badge tells of a server that is gone.
        return null;
      }
    },
    logIn: (token) =>
      change({
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ token }),
      }),
    logOut: () => change({ method: "DELETE" }),
  };
}

const unreachable: SessionProblem = {
  code: "unreachable",
  message: "The server does not answer.",
  retryAfterSeconds: null,
};

async function readProblem(response: Response): Promise<SessionProblem> {
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
  const retryAfterSeconds = Number.isFinite(retryAfter) ? retryAfter : null;
  try {
    const { code, message } = ErrorAnswer.parse(await response.json());
    return { code, message, retryAfterSeconds };
  } catch {
    const message = `The server answered with status ${response.status}.`;
    return { code: "unreachable", message, retryAfterSeconds };
  }
}
