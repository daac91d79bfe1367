import { connect } from "@trainwire/client";
import type { ViewerHistory } from "../history/history.ts";
import type { Addresses, Viewer, ViewerOptions } from "./viewer.ts";

/** Follows one training with our own client, whose job it is to resume and to fill holes by itself. */
export class ClientViewer implements Viewer {
  readonly name: string;
  readonly histories: readonly [ViewerHistory];
  readonly connects = 1;
  readonly #addresses: Addresses;

  constructor(addresses: Addresses, options: ViewerOptions) {
    const { name: viewer, trainIds } = options;
    this.name = viewer;
    this.#addresses = addresses;
    this.histories = [{ viewer, kind: "client", trainId: trainIds[0] ?? "", mayLag: false, events: [] }];
  }

  async watch(giveUp: AbortSignal): Promise<void> {
    const [{ trainId, events }] = this.histories;
    using client = connect({
      url: this.#addresses.url(),
      signal: giveUp,
      backoff: { minMs: 50, maxMs: 1000 },
      pingMs: 2000,
    });
    events.push({ kind: "asked", afterSeq: 0 });
    let last = 0;
    for await (const update of client.follow(trainId, { afterSeq: 0, signal: giveUp })) {
      events.push({
        kind: "update",
        seq: update.seq,
        text: this.#addresses.texts.keep(JSON.stringify(update)),
      });
      last = update.seq;
    }
    if (!giveUp.aborted) events.push({ kind: "end", seq: last });
  }
}
