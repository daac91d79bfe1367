import type { WebSocket } from "ws";
import { pauseUnless } from "../harness/deadline.ts";
import type { Dice } from "../harness/dice.ts";
import type { Finding } from "../history/history.ts";
import { judgeList, type ListEvent } from "../history/judge-list.ts";
import { useSocket } from "./restless-socket.ts";
import { type Addresses, retryMs, type Temper } from "./viewer.ts";

interface Listed {
  readonly job_id: string;
  readonly seq: number;
  readonly complete: boolean;
}

/** Watches the list of trainings. */
export class ListViewer {
  readonly name: string;
  readonly events: ListEvent[] = [];
  readonly #addresses: Addresses;
  readonly #dice: Dice;
  readonly #temper: Temper;

  constructor(addresses: Addresses, dice: Dice, options: { readonly name: string; readonly temper: Temper }) {
    this.name = options.name;
    this.#addresses = addresses;
    this.#dice = dice;
    this.#temper = options.temper;
  }

  /** Watches until it was shown the end of each of these trainings, or the signal. */
  async watch(trainIds: readonly string[], giveUp: AbortSignal): Promise<void> {
    const open = new Set(trainIds);
    let failures = 0;
    while (open.size > 0 && !giveUp.aborted) {
      const use = {
        onOpen: (ws: WebSocket) => {
          failures = 0;
          this.events.push({ kind: "connected" });
          ws.send(JSON.stringify({ type: "subscribe_trainings" }));
        },
        onText: (text: string, ws: WebSocket) => {
          for (const { job_id, complete } of this.#read(text)) if (complete) open.delete(job_id);
          if (open.size === 0) ws.close();
        },
      };
      failures += 1;
      await useSocket(`${this.#addresses.wsUrl()}/ws`, use, {
        temper: this.#temper,
        dice: this.#dice,
        giveUp,
      });
      if (open.size > 0) await pauseUnless(giveUp, retryMs(this.#dice, failures));
    }
  }

  /** What is wrong with what it was shown, given where each training has ended. */
  judge(heads: ReadonlyMap<string, number>): Finding[] {
    return judgeList(this.name, this.events, heads);
  }

  #read(text: string): Listed[] {
    const message = JSON.parse(text) as { type: string; snapshot?: boolean; trainings: Listed[] };
    if (message.type === "trainings_confirmed") this.events.push({ kind: "confirmed" });
    if (message.type !== "trainings_update") return [];
    const shown = message.trainings.map(({ job_id, seq, complete }) => ({ trainId: job_id, seq, complete }));
    this.events.push({ kind: message.snapshot ? "snapshot" : "changes", trainings: shown });
    return message.trainings;
  }
}
