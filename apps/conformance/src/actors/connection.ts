import type { WebSocket } from "ws";
import { ConformanceError } from "../errors.ts";
import type { ServerStage } from "../stage.ts";
import { dial, type Handshake, opened } from "./handshake.ts";
import { Inbox } from "./inbox.ts";

const signOfLifeMs = 50;

/** What a text frame of the target was read as; `ignored` = of a type that version 1 does not know. */
export type Reading<M> =
  | { readonly kind: "message"; readonly message: M }
  | { readonly kind: "violation"; readonly problem: string }
  | { readonly kind: "ignored" };

/** Where to connect, as whom, and how to read what comes. */
export interface Endpoint<M> {
  /** With the leading slash, and the query. */
  readonly path: string;
  /** Name of the actor in the trace. */
  readonly actor: string;
  /** @param protocol The subprotocol that was agreed on; empty if none. */
  read(text: string, protocol: string): readonly Reading<M>[];
}

/** One open WebSocket of an actor: every frame is noted, validated and kept in order. */
export class Connection<M> {
  readonly #stage: ServerStage;
  readonly #socket: WebSocket;
  readonly #actor: string;
  readonly #inbox: Inbox<M>;
  #signsOfLife: NodeJS.Timeout | undefined;

  /** For `openConnection` alone. */
  constructor(stage: ServerStage, actor: string, { socket, inbox }: { socket: WebSocket; inbox: Inbox<M> }) {
    this.#stage = stage;
    this.#socket = socket;
    this.#actor = actor;
    this.#inbox = inbox;
  }

  /** The subprotocol that the target selected; empty if none. */
  get protocol(): string {
    return this.#socket.protocol;
  }

  /** Whether neither side has ended it. */
  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Sends a text or binary frame. */
  send(frame: string | Buffer): void {
    const text = typeof frame === "string" ? frame : `binary frame of ${frame.length} bytes`;
    this.#stage.trace.record(this.#actor, "sent", text);
    this.#socket.send(frame, { binary: typeof frame !== "string" });
  }

  /**
   * The next message; nothing else may come before it.
   *
   * @throws ConformanceError `expectation` if none comes in time, it breaks its schema, or the socket closes.
   */
  async next(expected: string, withinMs = this.#stage.bands.promptMs): Promise<M> {
    const incoming = await this.#inbox.take(withinMs, `${this.#actor} expected ${expected}`);
    if (incoming.kind === "message") return incoming.message;
    const found = incoming.kind === "closed" ? `the socket closed with ${incoming.code}` : incoming.problem;
    throw new ConformanceError("expectation", `${this.#actor} expected ${expected}, but ${found}`);
  }

  /**
   * Waits for the target to close the socket with this code, with no message before; `undefined` = any code.
   *
   * @throws ConformanceError `expectation` if it does not, or sends something else.
   */
  async expectClosed(code: number | undefined, withinMs = this.#stage.bands.promptMs): Promise<void> {
    const wanted = code === undefined ? "the socket to be closed" : `a close with ${code}`;
    const incoming = await this.#inbox.take(withinMs, `${this.#actor} expected ${wanted}`);
    const { checks } = this.#stage;
    const found = incoming.kind === "closed" ? incoming.code : JSON.stringify(incoming);
    checks.that(incoming.kind === "closed", `${this.#actor} expected ${wanted}, got ${found}`);
    if (code !== undefined) checks.equal(found, code, `close code of ${this.#actor}`);
  }

  /** Stops reading, so that the target's writes pile up; unsolicited pongs show that it is slow, not dead. */
  stopReading(): void {
    this.#socket.pause();
    clearInterval(this.#signsOfLife);
    if (this.#stage.ended.aborted) return;
    this.#signsOfLife = setInterval(() => this.#socket.pong(), signOfLifeMs);
    this.#stage.ended.addEventListener("abort", () => clearInterval(this.#signsOfLife), { once: true });
  }

  /** Reads on. */
  readOn(): void {
    clearInterval(this.#signsOfLife);
    this.#socket.resume();
  }

  /** Ends without a close frame, like a process that was killed. */
  kill(): void {
    this.#socket.terminate();
  }

  /** Ends with a close frame. */
  close(): void {
    this.#socket.close(1000);
  }
}

/**
 * Opens a WebSocket that the target must accept.
 *
 * @throws ConformanceError `expectation` if it refuses or does not answer.
 */
export async function openConnection<M>(
  stage: ServerStage,
  endpoint: Endpoint<M>,
  handshake: Handshake,
): Promise<Connection<M>> {
  const socket = dial(stage, endpoint, handshake);
  const inbox = new Inbox<M>();
  socket.on("message", (data, isBinary) => {
    const text = isBinary ? "binary frame" : (data as Buffer).toString();
    stage.trace.record(endpoint.actor, "received", text);
    const readings: readonly Reading<M>[] = isBinary
      ? [{ kind: "violation", problem: "the target sent a binary frame" }]
      : endpoint.read(text, socket.protocol);
    for (const reading of readings) {
      if (reading.kind === "violation") stage.checks.violation(reading.problem);
      if (reading.kind !== "ignored") inbox.push(reading);
    }
  });
  socket.on("close", (code) => {
    stage.trace.record(endpoint.actor, "received", `close ${code}`);
    inbox.push({ kind: "closed", code });
  });
  const outcome = await opened(socket, stage.bands.eventualMs);
  if (outcome.kind === "open") return new Connection(stage, endpoint.actor, { socket, inbox });
  const why =
    outcome.kind === "refused"
      ? `was refused with ${outcome.answer.status} ${outcome.answer.text.slice(0, 200)}`
      : `failed: ${outcome.reason}`;
  throw new ConformanceError("expectation", `the handshake of ${endpoint.actor} at ${endpoint.path} ${why}`);
}
