import type { Log } from "./log.ts";

/**
 * Why a server should get no new work.
 * - `draining`: it is about to stop.
 * - `storage`: it cannot store updates.
 */
export type UnreadyReason = "draining" | "storage";

/** Whether a server can do its work: what `/readyz` answers. */
export class Readiness {
  readonly #log: Pick<Log, "status">;
  #isDraining = false;

  constructor(log: Pick<Log, "status">) {
    this.#log = log;
  }

  /** Empty while it is ready. */
  get reasons(): readonly UnreadyReason[] {
    return [
      ...(this.#isDraining ? (["draining"] as const) : []),
      ...(this.#log.status().ok ? [] : (["storage"] as const)),
    ];
  }

  /** It is about to stop, for good. */
  drain(): void {
    this.#isDraining = true;
  }
}
