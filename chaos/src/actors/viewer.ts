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

/** Time before a viewer connects again: short, so that a proof holds many reconnects. */
export function retryMs(dice: Dice, failures: number): number {
  return dice.int(0, Math.min(1000, 100 * 2 ** Math.min(failures, 5)));
}
