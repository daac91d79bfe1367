import type { WebSocket } from "ws";
import { pauseUnless } from "../harness/deadline.ts";
import type { Dice } from "../harness/dice.ts";
import type { ViewerHistory } from "../history/history.ts";
import { fetchUpdates } from "./filler.ts";
import { useSocket } from "./restless-socket.ts";
import { type Addresses, retryMs, type Viewer, type ViewerOptions } from "./viewer.ts";

/** One training of an envelope viewer. */
interface Following {
  readonly history: ViewerHistory;
  position: number | undefined;
  streamId: string | undefined;
  /** What was asked and is not confirmed: until then what comes belongs to an older subscription. */
  asking: { readonly afterSeq: number | undefined } | undefined;
  isEnded: boolean;
}

/** A message of the server, as far as a viewer reads it. */
interface Message {
  readonly type: string;
  readonly train_id: string;
  readonly seq: number;
  readonly status?: string;
  readonly stream_id?: string;
  readonly snapshot?: boolean;
  readonly code?: string;
  readonly reason?: string;
}

/** Follows trainings on `/ws`, written from PROTOCOL.md alone. */
export class EnvelopeViewer implements Viewer {
  readonly name: string;
  readonly histories: readonly ViewerHistory[];
  connects = 0;
  readonly #addresses: Addresses;
  readonly #dice: Dice;
  readonly #options: ViewerOptions;
  readonly #following: ReadonlyMap<string, Following>;
  readonly #fills: Promise<void>[] = [];
  #giveUp: AbortSignal = AbortSignal.abort();
  #ws: WebSocket | undefined;

  constructor(addresses: Addresses, dice: Dice, options: ViewerOptions) {
    this.name = options.name;
    this.#addresses = addresses;
    this.#dice = dice;
    this.#options = options;
    const position = options.begin === "now" ? undefined : 0;
    this.#following = new Map(
      options.trainIds.map((trainId) => {
        const { name: viewer, mayLag } = options;
        const history: ViewerHistory = { viewer, kind: "envelope", trainId, mayLag, events: [] };
        return [trainId, { history, position, streamId: undefined, asking: undefined, isEnded: false }];
      }),
    );
    this.histories = [...this.#following.values()].map(({ history }) => history);
  }

  /** The newest seq it was sent of its first training. */
  get position(): number {
    const [first] = this.#following.values();
    return first?.position ?? 0;
  }

  /** Stops reading. */
  pause(): void {
    this.#ws?.pause();
  }

  /** Reads again. */
  resume(): void {
    this.#ws?.resume();
  }

  async watch(giveUp: AbortSignal): Promise<void> {
    this.#giveUp = giveUp;
    let failures = 0;
    while (!this.#isDone && !giveUp.aborted) {
      const connectsBefore = this.connects;
      await useSocket(
        `${this.#addresses.wsUrl()}/ws`,
        {
          onOpen: (ws) => this.#onOpen(ws),
          onText: (text, ws) => this.#onText(text, ws),
          onWhim: (ws) => this.#onWhim(ws),
          protocols: this.#dice.percent(50) ? ["trainwire.v1"] : [],
        },
        { temper: this.#options.temper, dice: this.#dice, giveUp },
      );
      failures = this.connects > connectsBefore ? 0 : failures + 1;
      if (!this.#isDone) await pauseUnless(giveUp, retryMs(this.#dice, failures, this.#options.backoff));
    }
    await Promise.all(this.#fills);
  }

  get #isDone(): boolean {
    return this.#open.length === 0;
  }

  get #open(): Following[] {
    return [...this.#following.values()].filter(({ isEnded }) => !isEnded);
  }

  #onOpen(ws: WebSocket): void {
    this.connects += 1;
    this.#ws = ws;
    for (const following of this.#open) this.#subscribe(ws, following);
  }

  #subscribe(ws: WebSocket, following: Following): void {
    const { history, position, streamId } = following;
    following.asking = { afterSeq: position };
    const after = position === undefined ? {} : { after_seq: position };
    const stream = position !== undefined && streamId !== undefined && this.#dice.percent(70);
    const message = { type: "subscribe_training", train_id: history.trainId, ...after };
    ws.send(JSON.stringify({ ...message, ...(stream && { stream_id: streamId }) }));
  }

  /** Subscribes a second time, or leaves and comes back, on the same socket. */
  #onWhim(ws: WebSocket): void {
    const following = this.#open[0];
    if (!following || following.asking) return;
    if (this.#dice.percent(50))
      ws.send(JSON.stringify({ type: "unsubscribe_training", train_id: following.history.trainId }));
    this.#subscribe(ws, following);
  }

  #onText(text: string, ws: WebSocket): void {
    const message = JSON.parse(text) as Message;
    // The answer to the ping after the last end: nothing came behind it.
    if (message.type === "pong") return ws.close();
    const following = this.#following.get(message.train_id);
    if (!following) return;
    this.#onMessage(message, following, text);
    if (message.type === "error" && message.code === "unknown_training")
      setTimeout(() => ws.readyState === ws.OPEN && this.#subscribe(ws, following), 100);
    if (message.type === "training_completed" && this.#isDone)
      ws.send(JSON.stringify({ type: "ping", id: "last" }));
  }

  #onMessage(message: Message, following: Following, text: string): void {
    const { history, asking } = following;
    const { type, seq, stream_id: streamId } = message;
    if (type === "subscription_confirmed") {
      if (message.status !== "subscribed" || !asking || streamId === undefined) return;
      const { afterSeq } = asking;
      history.events.push({ kind: "asked", ...(afterSeq !== undefined && { afterSeq }) });
      history.events.push({ kind: "confirmed", seq, streamId });
      following.streamId = streamId;
      following.asking = undefined;
    } else if (asking) {
      return;
    } else if (type === "subscription_reset") {
      history.events.push({ kind: "reset", reason: message.reason ?? "" });
    } else if (type === "training_update") {
      this.#onUpdate(following, message, text);
    } else if (type === "training_completed") {
      history.events.push({ kind: "end", seq });
      following.isEnded = true;
    }
  }

  #onUpdate(following: Following, { seq, snapshot }: Message, text: string): void {
    const { history, position } = following;
    history.events.push({
      kind: snapshot ? "snapshot" : "update",
      seq,
      text: this.#addresses.texts.keep(text),
    });
    following.position = seq;
    if (snapshot && position !== undefined && seq > position)
      this.#fills.push(this.#fill(history, position, seq));
  }

  async #fill(history: ViewerHistory, from: number, to: number): Promise<void> {
    const hole = { trainId: history.trainId, from, to };
    const updates = await fetchUpdates(this.#addresses.url, hole, this.#giveUp);
    for (const { seq, text } of updates)
      history.events.push({ kind: "filled", seq, text: this.#addresses.texts.keep(text) });
  }
}
