import type { Exit, Launcher, LaunchKey, Running } from "../core/launcher.ts";

/** A launcher whose trainers obey nothing but what a test says; they outlive the servers that use it. */
export class FakeLauncher implements Launcher {
  /** What was asked of it, in order: `start 1`, `stop KILL`, `clean up 1`. */
  readonly asked: string[] = [];
  /** What the next start fails with. */
  fails: unknown;
  /** Whether signals are lost, as those of a server that is killed before it sends them. */
  losesSignals = false;
  #closed = 0;
  readonly #running = new Map<string, PromiseWithResolvers<Exit>>();

  /** Ends all trainers, as if by themselves. */
  exit(exit: Exit): void {
    for (const { resolve } of this.#running.values()) resolve(exit);
  }

  whyUnavailable(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async start(key: LaunchKey): Promise<Running> {
    this.asked.push(`start ${key.attempt}`);
    const { fails } = this;
    this.fails = undefined;
    if (fails !== undefined) throw fails;
    this.#running.set(key.launchId, Promise.withResolvers<Exit>());
    return this.#find(key);
  }

  async adopt(key: LaunchKey): Promise<Running | undefined> {
    return this.#running.has(key.launchId) ? this.#find(key) : undefined;
  }

  async cleanUp(key: LaunchKey): Promise<{ ended: number; left: number }> {
    this.asked.push(`clean up ${key.attempt}`);
    this.#running.get(key.launchId)?.resolve({ code: 137 });
    return { ended: 0, left: 0 };
  }

  async close(): Promise<void> {
    this.#closed += 1;
  }

  #find({ launchId }: LaunchKey): Running {
    const ending = this.#running.get(launchId) ?? Promise.withResolvers<Exit>();
    const closed = this.#closed;
    return {
      handle: { id: launchId },
      // A server that has stopped hears of nothing any more.
      exited: ending.promise.then((exit) =>
        closed === this.#closed ? exit : new Promise<Exit>(() => undefined),
      ),
      stop: async (signal) => {
        if (this.losesSignals) return;
        this.asked.push(`stop ${signal}`);
        if (signal === "KILL") ending.resolve({ code: 137 });
      },
    };
  }
}
