import { closeCodes, encode, type ServerMessage, type ViewerMessage } from "@trainwire/protocol";
import { Alarm } from "../alarm.ts";
import type { Settings } from "../settings.ts";
import { tokenSubprotocol } from "../token.ts";
import { beginLiveness, type LivenessEvent, nextLiveness } from "./liveness.ts";
import { frameReader } from "./versions.ts";

/** What a socket tells its owner. After `ended`, or after `close()`, nothing further. */
export interface SocketEvents {
  /** The handshake is done: subscriptions may be sent. */
  connected(): void;
  /** A message came; the first one proves that the server speaks. */
  message(message: ServerMessage): void;
  /** The connection ended otherwise than by `close()`, or never opened. */
  ended(end: { code: number | null; reason: string }): void;
}

/** One connection. */
export interface Socket {
  /** Sends a message; a message to a socket that is not open is let go, since the next connect subscribes anew. */
  send(message: ViewerMessage): void;
  /** Asks at once for a sign of life. */
  doubt(): void;
  /** Ends it, silently. */
  close(): void;
}

const normalClosure = 1000;
const noStatusReceived = 1005;
const abnormalClosure = 1006;

/** What a socket is opened with. */
export interface SocketOpening {
  readonly WebSocketClass: typeof WebSocket;
  /** Offered beside the version, since browsers can set no header; null: none. */
  readonly token: string | null;
}

/** Opens a connection to the server's `/ws`. It ends in `end`, and nowhere else. */
export function openSocket(
  { WebSocketClass, token }: SocketOpening,
  settings: Settings,
  events: SocketEvents,
): Socket {
  const { platform, pingMs } = settings;
  const listening = new AbortController();
  const alarm = new Alarm(platform.after);
  const offers = [...settings.versions, ...(token === null ? [] : [tokenSubprotocol(token)])];
  const socket = new WebSocketClass(socketUrl(settings.url), offers);
  let liveness = beginLiveness(platform.nowMs(), pingMs);
  let hasSpoken = false;
  let readFrame: ReturnType<typeof frameReader> | undefined;

  const end = (closing: { code: number | null; reason: string } | "by_owner"): void => {
    if (listening.signal.aborted) return;
    listening.abort();
    alarm.clear();
    socket.close(normalClosure);
    if (closing !== "by_owner") events.ended(closing);
  };

  const send = (message: ViewerMessage): void => {
    if (!listening.signal.aborted && socket.readyState === socket.OPEN) socket.send(encode(message));
  };

  const live = (event: LivenessEvent): void => {
    const step = nextLiveness(liveness, event, { nowMs: platform.nowMs(), pingMs });
    liveness = step.liveness;
    if (step.action === "declare_dead") {
      end({ code: null, reason: `no sign of life for ${platform.nowMs() - liveness.heardAtMs} ms` });
      // A dead peer never answers the close; the ws package can cut it off, native sockets cannot.
      (socket as { terminate?: () => void }).terminate?.();
      return;
    }
    if (step.action === "ping") send({ type: "ping", id: liveness.dueAtMs });
    // The timer set before looks again by itself: no need to set one for every message.
    if (event === "heard" && hasSpoken) return;
    hasSpoken ||= event === "heard";
    alarm.set(Math.max(0, liveness.dueAtMs - platform.nowMs()), () => live("due"));
  };

  const listen = <K extends "open" | "close" | "message">(
    type: K,
    handle: (event: WebSocketEventMap[K]) => void,
  ): void => {
    // The ws package ignores a signal among the options of a listener.
    const heed = (event: WebSocketEventMap[K]): void => {
      if (!listening.signal.aborted) handle(event);
    };
    socket.addEventListener(type, heed);
    listening.signal.addEventListener("abort", () => socket.removeEventListener(type, heed));
  };
  listen("open", () => events.connected());
  listen("close", ({ code, reason }) => end(describeClose(code, reason)));
  listen("message", ({ data }: MessageEvent<unknown>) => {
    live("heard");
    readFrame ??= frameReader(socket.protocol);
    for (const decoded of typeof data === "string" ? readFrame(data) : [null]) {
      if (decoded?.kind === "message") events.message(decoded.message);
      else settings.log("WebSocket message ignored:", decoded ?? "binary");
      // What hears a message may end the socket; nothing fires after that.
      if (listening.signal.aborted) return;
    }
  });
  // A close follows every error. It stays on after the end: an error of the ws package that nobody hears is thrown.
  socket.addEventListener("error", () => undefined);
  alarm.set(settings.openTimeoutMs, () =>
    end({ code: null, reason: `the server said nothing within ${settings.openTimeoutMs} ms` }),
  );
  return {
    send,
    doubt: () => {
      if (socket.readyState === socket.OPEN) live("doubted");
    },
    close: () => end("by_owner"),
  };
}

function socketUrl(base: URL): URL {
  const url = new URL("ws", base);
  url.protocol = base.protocol === "https:" ? "wss:" : "ws:";
  return url;
}

function describeClose(code: number, reason: string): { code: number | null; reason: string } {
  if (code === abnormalClosure) return { code: null, reason: "the connection broke, or could not be opened" };
  if (code === noStatusReceived) return { code: null, reason: "the server closed the connection" };
  const known = Object.entries(closeCodes).find(([known]) => Number(known) === code)?.[1];
  return { code, reason: reason || `closed with ${code}${known ? ` (${known.name})` : ""}` };
}
