import { pauseUnless } from "../harness/deadline.ts";
import type { Dice } from "../harness/dice.ts";
import { send } from "../harness/http.ts";
import type { ViewerHistory } from "../history/history.ts";
import { readPage } from "./filler.ts";
import { type Addresses, retryMs, type Viewer, type ViewerOptions } from "./viewer.ts";

/** Follows one training by long-polls. */
export class Poller implements Viewer {
  readonly name: string;
  readonly histories: readonly [ViewerHistory];
  connects = 0;
  readonly #addresses: Addresses;
  readonly #dice: Dice;

  constructor(addresses: Addresses, dice: Dice, options: ViewerOptions) {
    const { name: viewer, trainIds, mayLag } = options;
    this.name = viewer;
    this.#addresses = addresses;
    this.#dice = dice;
    this.histories = [{ viewer, kind: "poller", trainId: trainIds[0] ?? "", mayLag, events: [] }];
  }

  async watch(giveUp: AbortSignal): Promise<void> {
    const [{ trainId, events }] = this.histories;
    const dice = this.#dice;
    let after = 0;
    let failures = 0;
    let isEnded = false;
    events.push({ kind: "asked", afterSeq: after });
    while (!isEnded && !giveUp.aborted) {
      const query = `after_seq=${after}&limit=${dice.pick([1, 50, 1000, 5000])}&wait_seconds=${dice.int(0, 3)}`;
      const address = `${this.#addresses.url()}/api/v1/trainings/${trainId}/updates?${query}`;
      const answer = await send(address, { signal: giveUp });
      if (answer?.status !== 200) {
        failures += 1;
        if (answer?.status === 409) events.push({ kind: "reset", reason: answer.text });
        await pauseUnless(giveUp, retryMs(dice, failures));
        continue;
      }
      failures = 0;
      this.connects += 1;
      const page = readPage(answer.text);
      for (const { seq, text } of page.updates)
        events.push({ kind: "update", seq, text: this.#addresses.texts.keep(text) });
      after = page.nextAfterSeq;
      isEnded = page.ended;
      if (page.updates.length === 0) await pauseUnless(giveUp, dice.int(0, 100));
    }
    if (isEnded) events.push({ kind: "end", seq: after });
  }
}
