import { pauseUnless } from "../harness/deadline.ts";
import { send } from "../harness/http.ts";

/** Publishes steps at a fixed rate, whatever the server does: step k is due at k / rate, and counts as sent then. */
export class PacedTrainer {
  /** When each step was due, in milliseconds of `performance.now()`; index = step. */
  readonly dueAtMs: number[] = [];
  /** Requests that were not answered with 200. */
  failed = 0;
  readonly #url: string;
  readonly #ratePerSecond: number;
  readonly #underWay = new Set<Promise<void>>();

  /** @param url Address of the training's updates. */
  constructor(url: string, ratePerSecond: number) {
    this.#url = url;
    this.#ratePerSecond = ratePerSecond;
  }

  /** Publishes until the signal, then waits for the last answers. */
  async train(until: AbortSignal): Promise<void> {
    const beganAtMs = performance.now();
    for (let step = 0; !until.aborted; step += 1) {
      const dueAtMs = beganAtMs + (step * 1000) / this.#ratePerSecond;
      await pauseUnless(until, Math.max(0, dueAtMs - performance.now()));
      if (until.aborted) break;
      this.dueAtMs.push(dueAtMs);
      const request = this.#publish(
        JSON.stringify({ current_step: step, loss: 1 / (step + 1), phase: `paced.${step}` }),
      );
      this.#underWay.add(request);
      void request.finally(() => this.#underWay.delete(request));
    }
    await Promise.all(this.#underWay);
  }

  /** Publishes the end. */
  async finish(): Promise<void> {
    await this.#publish(JSON.stringify({ status: "completed", phase: `paced.${this.dueAtMs.length}` }));
  }

  async #publish(body: string): Promise<void> {
    const answer = await send(this.#url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    if (answer?.status !== 200) this.failed += 1;
  }
}
