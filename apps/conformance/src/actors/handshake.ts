import { WebSocket } from "ws";
import { ConformanceError, describeError } from "../errors.ts";
import type { ServerStage } from "../stage.ts";
import { type Answer, bearer } from "./http.ts";

/** How a handshake is made. */
export interface Handshake {
  /** Subprotocols to offer; none if empty. */
  readonly protocols?: readonly string[];
  /** Origin header, as a browser sends it; default none. */
  readonly origin?: string;
  /** Host header, if it is to differ from the target's. */
  readonly host?: string;
  /** Default: the run's own token, as a bearer; null shows none. */
  readonly token?: string | null;
  /** Cookie header; default none. */
  readonly cookie?: string;
  /** false plays a half-open socket: the target's WebSocket pings stay unanswered. Default true. */
  readonly answersPings?: boolean;
}

/**
 * Tries to open a WebSocket that the target must refuse over HTTP, and returns the refusal.
 *
 * @throws ConformanceError `expectation` if it is accepted or not answered.
 */
export async function openRefused(stage: ServerStage, path: string, handshake: Handshake): Promise<Answer> {
  const socket = dial(stage, { path, actor: "refused" }, handshake);
  const outcome = await opened(socket, stage.bands.eventualMs);
  if (outcome.kind === "refused") {
    stage.trace.record("refused", "received", `${outcome.answer.status} ${outcome.answer.text}`);
    return outcome.answer;
  }
  const why = outcome.kind === "open" ? "was accepted" : `failed: ${outcome.reason}`;
  throw new ConformanceError("expectation", `the handshake at ${path} must be refused, but ${why}`);
}

/** How a handshake ended. */
export type Outcome =
  | { readonly kind: "open" }
  | { readonly kind: "refused"; readonly answer: Answer }
  | { readonly kind: "failed"; readonly reason: string };

/** Begins a handshake; the socket ends with the case. */
export function dial(
  stage: ServerStage,
  at: { path: string; actor: string },
  handshake: Handshake,
): WebSocket {
  const { protocols = [], origin, host, cookie, answersPings = true, token = stage.token } = handshake;
  const url = new URL(at.path, stage.url);
  url.protocol = stage.url.protocol === "https:" ? "wss:" : "ws:";
  stage.trace.record(
    at.actor,
    "sent",
    `GET ${at.path} (WebSocket: ${protocols.join(", ") || "no subprotocol"})`,
  );
  const socket = new WebSocket(url, [...protocols], {
    perMessageDeflate: false,
    autoPong: answersPings,
    maxPayload: 64 * 1024 * 1024,
    ...(origin !== undefined && { origin }),
    headers: {
      ...bearer(token),
      ...(host !== undefined && { host }),
      ...(cookie !== undefined && { cookie }),
    },
  });
  socket.on("error", () => {
    // The close or the outcome of the handshake tells it.
  });
  // A script that was cut short may still go on for a moment.
  if (stage.ended.aborted) socket.terminate();
  else stage.ended.addEventListener("abort", () => socket.terminate(), { once: true });
  return socket;
}

/** Waits for the end of a handshake. */
export function opened(socket: WebSocket, withinMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ kind: "failed", reason: "no answer in time" }), withinMs);
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    socket.once("open", () => settle({ kind: "open" }));
    socket.once("error", (error) => settle({ kind: "failed", reason: describeError(error) }));
    socket.once("unexpected-response", (request, incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        request.destroy();
        const bytes = Buffer.concat(chunks);
        const { statusCode: status = 0, headers } = incoming;
        settle({ kind: "refused", answer: { status, headers, bytes, text: bytes.toString() } });
      });
    });
  });
}
