import { TrainwireServerError } from "./errors.ts";
import type { Launcher, LauncherName } from "./launcher.ts";
import type { Records } from "./records.ts";
import type { RunFiles } from "./run-files.ts";
import type { RunRecord } from "./run-record.ts";
import type { TrainerTokens } from "./trainer-tokens.ts";

/** What orphans are ended with. */
export interface OrphansOptions {
  readonly records: Records<RunRecord>;
  readonly launchers: Readonly<Partial<Record<LauncherName, Launcher>>>;
  readonly tokens: TrainerTokens;
  readonly files: RunFiles;
  readonly onError: (error: unknown) => void;
}

/** Trainers whose training was deleted, by a server that ended before they did. */
export class Orphans {
  readonly #options: OrphansOptions;
  readonly #left = new Map<string, RunRecord>();
  #settled: Promise<void> | undefined;

  constructor(options: OrphansOptions) {
    this.#options = options;
  }

  /** The GPUs of each that may be alive. */
  get held(): readonly (readonly number[])[] {
    return [...this.#left.values()].map(({ attempts }) => attempts.at(-1)?.gpus ?? []);
  }

  /** Resolves when nothing is under way any more. */
  get settled(): Promise<void> {
    return this.#settled ?? Promise.resolve();
  }

  /** Whether this training's trainer may be alive. */
  has(trainId: string): boolean {
    return this.#left.has(trainId);
  }

  add(record: RunRecord): void {
    this.#left.set(record.train_id, record);
  }

  /** Ends them, if nothing is being done. What fails is tried again at the next call. */
  look(): void {
    if (this.#left.size === 0 || this.#settled) return;
    this.#settled = this.#endAll().finally(() => {
      this.#settled = undefined;
    });
  }

  async #endAll(): Promise<void> {
    for (const record of this.#left.values()) await this.#end(record).catch(this.#options.onError);
  }

  async #end({ train_id: trainId, attempts }: RunRecord): Promise<void> {
    const { launchers, tokens, files, records } = this.#options;
    const attempt = attempts.at(-1);
    if (attempt) {
      const { launch_id: launchId, handle, token_id: tokenId } = attempt;
      const launcher = launchers[attempt.launcher as LauncherName];
      if (!launcher) throw new TrainwireServerError("internal", `there is no launcher ${attempt.launcher}`);
      const key = { trainId, attempt: attempt.attempt, launchId, folder: files.folderOf(trainId) };
      const { left } = await launcher.cleanUp(key, handle);
      if (left > 0) throw new TrainwireServerError("internal", `${left} processes of ${trainId} are left`);
      if (tokenId !== undefined) await tokens.revoke(tokenId);
    }
    await records.remove(trainId);
    this.#left.delete(trainId);
  }
}
