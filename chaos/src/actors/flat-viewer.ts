import type { WebSocket } from "ws";
import { pauseUnless } from "../harness/deadline.ts";
import type { Dice } from "../harness/dice.ts";
import type { ViewerHistory } from "../history/history.ts";
import { fetchUpdates } from "./filler.ts";
import { useSocket } from "./restless-socket.ts";
import { type Addresses, retryMs, type Viewer, type ViewerOptions } from "./viewer.ts";

/** Follows one training on `/ws/training/{job_id}`, written from PROTOCOL.md alone. */
export class FlatViewer implements Viewer {
  readonly name: string;
  readonly histories: readonly [ViewerHistory];
  connects = 0;
  readonly #addresses: Addresses;
  readonly #dice: Dice;
  readonly #options: ViewerOptions;
  readonly #fills: Promise<void>[] = [];
  #position: number | undefined;
  #isEnded = false;
  #giveUp: AbortSignal = AbortSignal.abort();

  constructor(addresses: Addresses, dice: Dice, options: ViewerOptions) {
    const { name: viewer, trainIds, mayLag } = options;
    this.name = viewer;
    this.#addresses = addresses;
    this.#dice = dice;
    this.#options = options;
    this.#position = options.begin === "now" ? undefined : 0;
    this.histories = [{ viewer, kind: "flat", trainId: trainIds[0] ?? "", mayLag, events: [] }];
  }

  async watch(giveUp: AbortSignal): Promise<void> {
    this.#giveUp = giveUp;
    const [{ events }] = this.histories;
    let failures = 0;
    while (!this.#isEnded && !giveUp.aborted) {
      const connectsBefore = this.connects;
      const use = {
        onOpen: () => this.#onOpen(),
        onText: (text: string, ws: WebSocket) => this.#onText(text, ws),
      };
      const mood = { temper: this.#options.temper, dice: this.#dice, giveUp };
      const code = await useSocket(this.#address(), use, mood);
      // After the last message some viewers cut the line themselves; what others are told is judged.
      if (this.#isEnded && code !== 1006) events.push({ kind: "closed", code });
      failures = this.connects > connectsBefore ? 0 : failures + 1;
      if (!this.#isEnded) await pauseUnless(giveUp, retryMs(this.#dice, failures));
    }
    await Promise.all(this.#fills);
  }

  #address(): string {
    const query = this.#position === undefined ? "" : `?after_seq=${this.#position}`;
    return `${this.#addresses.wsUrl()}/ws/training/${this.histories[0].trainId}${query}`;
  }

  #onOpen(): void {
    this.connects += 1;
    const afterSeq = this.#position;
    this.histories[0].events.push({ kind: "asked", ...(afterSeq !== undefined && { afterSeq }) });
  }

  #onText(text: string, _ws: WebSocket): void {
    const [{ events }] = this.histories;
    const { seq, complete } = JSON.parse(text) as { seq: number; complete: boolean };
    const from = this.#position;
    events.push({
      kind: from === undefined ? "snapshot" : "update",
      seq,
      text: this.#addresses.texts.keep(text),
    });
    this.#position = seq;
    if (from !== undefined && seq > from + 1) this.#fills.push(this.#fill(from, seq - 1));
    if (!complete) return;
    events.push({ kind: "end", seq });
    this.#isEnded = true;
  }

  async #fill(from: number, to: number): Promise<void> {
    const [{ trainId, events }] = this.histories;
    const updates = await fetchUpdates(this.#addresses.url, { trainId, from, to }, this.#giveUp);
    for (const { seq, text } of updates)
      events.push({ kind: "filled", seq, text: this.#addresses.texts.keep(text) });
  }
}
