import { statSync } from "node:fs";
import { resolve } from "node:path";
import { type FSWatcher, watch } from "chokidar";
import { TrainwireServerError } from "../core/errors.ts";
import { nextTurn } from "../core/next-turn.ts";
import type { Slices } from "../core/slices.ts";
import type { Destinations } from "./destination.ts";
import { FileSource } from "./file-source.ts";
import { type Place, placeOf } from "./place.ts";

/** How often files are looked at where the system tells of no changes, in milliseconds. */
const pollMs = 500;
/** How long after a failure it is tried again; doubled up to the longest. */
const retryMs = 1000;
const maxRetryMs = 60_000;

/** What a watch needs. */
export interface FileWatchOptions {
  readonly folders: readonly string[];
  /** Look at the files every half second: where the system tells of no changes, as on network file systems. */
  readonly polls: boolean;
  readonly destinations: Destinations;
  readonly slices: Slices;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly onProblem: (path: string, problem: string) => void;
}

interface Watched {
  source: FileSource;
  readonly place: Place;
  readonly folder: string;
  timer?: NodeJS.Timeout | undefined;
  failures: number;
}

/** Follows the files below folders and publishes what is written to them, one part of one training after another. */
export class FileWatch {
  readonly #options: FileWatchOptions;
  readonly #watchers: FSWatcher[] = [];
  readonly #watched = new Map<string, Watched>();
  /** In the order in which they have their turn. */
  readonly #due = new Set<Watched>();
  #work: Promise<void> | undefined;
  #isReady = false;
  #isClosed = false;

  constructor(options: FileWatchOptions) {
    this.#options = options;
  }

  /**
   * Begins to watch. What is there already is read in the background.
   * @throws TrainwireServerError `internal` if a folder is none.
   */
  start(): void {
    const folders = this.#options.folders.map((folder) => resolve(folder));
    for (const folder of folders) {
      if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) continue;
      throw new TrainwireServerError("internal", `--watch ${folder}: there is no such folder`);
    }
    void Promise.all(folders.map((folder) => this.#watch(folder))).then(() => {
      // Not before all files of a training are known: what they say depends on which there are.
      this.#isReady = true;
      this.#run();
    });
  }

  /** Ends the watch. Resolves when nothing is published any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { timer } of this.#watched.values()) clearTimeout(timer);
    await Promise.all([...this.#watchers.map((watcher) => watcher.close()), this.#work]);
  }

  #watch(folder: string): Promise<void> {
    const watcher = watch(folder, {
      followSymlinks: false,
      atomic: false,
      ...(this.#options.polls && {
        backend: "polling",
        pollingInterval: pollMs,
        pollingBinaryInterval: pollMs,
      }),
      ignored: (path, stats) =>
        (path !== folder && isHidden(path)) || (stats?.isFile() === true && placeOf(path) === undefined),
    });
    this.#watchers.push(watcher);
    for (const event of ["add", "change", "unlink"] as const) {
      watcher.on(event, (path: string) => this.#note(event, resolve(path), folder));
    }
    watcher.on("error", (error: unknown) => {
      this.#options.onProblem(folder, `${messageOf(error)} (--watch-poll needs nothing of the system)`);
    });
    return new Promise((done) => {
      watcher.once("ready", () => done());
    });
  }

  #note(event: "add" | "change" | "unlink", path: string, folder: string): void {
    const place = placeOf(path);
    if (!place || this.#isClosed) return;
    const key = `${place.kind}:${place.root}`;
    let watched = this.#watched.get(key);
    if (!watched) {
      watched = { place, folder, source: this.#open(place, folder), failures: 0 };
      this.#watched.set(key, watched);
    }
    if (event === "unlink") watched.source.paths.delete(path);
    else watched.source.paths.add(path);
    this.#wake(watched);
  }

  #open(place: Place, folder: string): FileSource {
    const { destinations, slices, now, onProblem } = this.#options;
    return new FileSource(place, { destinations, slices, now, onProblem, folder });
  }

  #wake(watched: Watched): void {
    if (this.#isClosed) return;
    clearTimeout(watched.timer);
    this.#due.add(watched);
    if (this.#isReady) this.#run();
  }

  #run(): void {
    this.#work ??= this.#pumpAll().finally(() => {
      this.#work = undefined;
      if (this.#due.size > 0 && !this.#isClosed) this.#run();
    });
  }

  async #pumpAll(): Promise<void> {
    for (const watched of this.#due) {
      if (this.#isClosed) return;
      // Removed first: what is written meanwhile makes it due again, behind the others.
      this.#due.delete(watched);
      if (watched.source.paths.size > 0) await this.#pump(watched);
      await nextTurn();
    }
  }

  async #pump(watched: Watched): Promise<void> {
    try {
      const pumped = await watched.source.pump();
      watched.failures = 0;
      if (pumped.isMore) this.#due.add(watched);
      else if (pumped.wakeInMs !== undefined) this.#wakeIn(watched, pumped.wakeInMs);
    } catch (error) {
      this.#fail(watched, error);
    }
  }

  /** Begins anew where the log stands, as after a restart. What was deleted is left alone. */
  #fail(watched: Watched, error: unknown): void {
    const { root } = watched.place;
    if (error instanceof TrainwireServerError && error.code === "training_deleted") {
      watched.source.paths.clear();
      return;
    }
    if (watched.failures === 0) this.#options.onProblem(root, messageOf(error));
    const { paths } = watched.source;
    watched.source = this.#open(watched.place, watched.folder);
    for (const path of paths) watched.source.paths.add(path);
    this.#wakeIn(watched, Math.min(maxRetryMs, retryMs * 2 ** watched.failures));
    watched.failures += 1;
  }

  #wakeIn(watched: Watched, ms: number): void {
    clearTimeout(watched.timer);
    if (!this.#isClosed) watched.timer = setTimeout(() => this.#wake(watched), ms);
  }
}

function isHidden(path: string): boolean {
  return /[/\\](?:\.[^/\\]*|node_modules)$/.test(path);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
