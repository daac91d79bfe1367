import type { Dice } from "../harness/dice.ts";
import type { ViewerHistory } from "../history/history.ts";
import type { Texts } from "../history/texts.ts";

/** Where a viewer reaches the server; asked anew for each connection. */
export interface Addresses {
  /** Base of the REST addresses. */
  readonly url: () => string;
  /** Base of the sockets' addresses; it may lead through a proxy. */
  readonly wsUrl: () => string;
  /** Where the texts of all viewers are kept. */
  readonly texts: Texts;
}

/** How restless a viewer is. */
export interface Temper {
  /** Whether it cuts, closes, resubscribes and resumes at random. */
  readonly isRestless: boolean;
  /** Whether it stops reading for a while now and then. */
  readonly isSlow: boolean;
  /** After so long without a sign of the server it gives its connection up. */
  readonly silenceMs: number;
}

/** What every viewer is made from. */
export interface ViewerOptions {
  readonly name: string;
  readonly trainIds: readonly string[];
  readonly mayLag: boolean;
  readonly temper: Temper;
  /** Where it begins: after a seq, or, without one, with a snapshot. Default: the whole history. */
  readonly begin?: "history" | "now";
  readonly backoff?: Backoff;
}

/** A viewer of one or several trainings that writes down what it sees. */
export interface Viewer {
  readonly name: string;
  readonly histories: readonly ViewerHistory[];
  /** How often it connected. */
  readonly connects: number;
  /** Watches until each of its trainings has ended, or the signal. */
  watch(giveUp: AbortSignal): Promise<void>;
}

/** Neither cuts nor pauses. */
export const calm = (silenceMs: number): Temper => ({ isRestless: false, isSlow: false, silenceMs });

/** Bounds of the time before a viewer connects again. */
export interface Backoff {
  readonly minMs: number;
  readonly maxMs: number;
}

/** Short, so that a proof holds many reconnects. */
const hasty: Backoff = { minMs: 100, maxMs: 1000 };

/** As PROTOCOL.md advises: a random delay, doubled with each failure. */
export const advised: Backoff = { minMs: 500, maxMs: 20_000 };

/** Time before a viewer connects again after so many failures in a row. */
export function retryMs(dice: Dice, failures: number, { minMs, maxMs }: Backoff = hasty): number {
  return dice.int(0, Math.min(maxMs, minMs * 2 ** Math.min(failures, 10)));
}
