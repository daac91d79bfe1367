import type { Feed } from "./feed.ts";
import { readTrainerState, type TrainerState } from "./formats/trainer-state.ts";
import type { OpenFile } from "./open-files.ts";
import type { Ending, SourceFiles } from "./source-files.ts";

/** A `trainer_state.json` that is longer is not read: it is parsed whole. */
const maxStateBytes = 16 * 1024 * 1024;

/** The `trainer_state.json` of a folder and its checkpoints: each is written whole, and holds all that came before. */
export class StateFiles implements SourceFiles {
  readonly #seen = new Set<string>();
  /** What of a file was read, by path: its size and when it was changed. */
  readonly #read = new Map<string, string>();
  readonly #onProblem: (path: string, problem: string) => void;
  #ending: Ending = "open";
  #end: SourceFiles["end"];

  /** @param onProblem Is told of what cannot be read. */
  constructor(onProblem: (path: string, problem: string) => void) {
    this.#onProblem = onProblem;
  }

  get ending(): Ending {
    return this.#ending;
  }

  get end(): SourceFiles["end"] {
    return this.#end;
  }

  async read(files: readonly OpenFile[], feed: Feed): Promise<boolean> {
    const isNew = (file: OpenFile) => this.#read.get(file.path) !== stampOf(file);
    const next = files.find(isNew);
    if (!next) return false;
    const state = await this.#parse(next);
    if (state) await this.#publish(state, feed);
    this.#read.set(next.path, stampOf(next));
    return files.some(isNew);
  }

  async #parse({ path, handle, size }: OpenFile): Promise<TrainerState | undefined> {
    if (size > maxStateBytes) {
      this.#onProblem(path, `it has ${size} bytes; up to ${maxStateBytes} are read`);
      return undefined;
    }
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, 0);
      return readTrainerState(buffer.toString("utf8", 0, bytesRead));
    } catch (error) {
      // A file that is written in place is half there for a moment, and read again when it changes.
      this.#onProblem(path, error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  async #publish({ records, isDone, isFinal }: TrainerState, feed: Feed): Promise<void> {
    const last = records.at(-1);
    const unseen = records.filter(({ producer }) => !this.#seen.has(producer.id));
    const known = await feed.positions(unseen.map(({ producer }) => producer.id));
    await feed.publish(unseen.filter(({ producer }) => !known.has(producer.id)));
    for (const { producer } of unseen) this.#seen.add(producer.id);
    // An older checkpoint, read after a newer one, says nothing of where the training stands.
    if (last === undefined || (unseen.length === 0 && this.#end !== undefined)) return;
    this.#ending = isFinal ? "final" : isDone ? "done" : "open";
    this.#end = { id: last.producer.id, seq: 2 };
  }
}

function stampOf({ size, modifiedAtMs }: OpenFile): string {
  return `${size} ${modifiedAtMs}`;
}
