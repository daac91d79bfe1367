import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { CutFile } from "./cut-file.ts";
import type { LogFrame } from "./log-frames.ts";

/** How often it is noted how far a log was copied. */
const noteMs = 1000;
const ownerOnly = 0o600;

/** How far a container's log was copied. */
const Position = z.object({
  /** The length of the copy, what is kept of it no more included. */
  bytes: z.int().min(0),
  /** The time of the last piece, and how many pieces of that time there were. */
  time: z.string().optional(),
  sameTime: z.int().min(0),
});
type Position = z.infer<typeof Position>;

/**
 * The copy of a container's log in its run folder. It goes on where it was, after a restart too. Each piece has its place,
 * so that one that is copied again changes nothing.
 */
export class LogCopy implements AsyncDisposable {
  readonly #file: CutFile;
  readonly #note: string;
  #position: Position;
  #notedAtMs = performance.now();
  #toSkip = 0;

  private constructor(file: CutFile, note: string, position: Position) {
    this.#file = file;
    this.#note = note;
    this.#position = position;
  }

  /** Opens the copy at this path, or begins it. @param maxBytes As of `CutFile.open`. */
  static async open(path: string, maxBytes?: number): Promise<LogCopy> {
    const note = join(dirname(path), `.${basename(path)}.position`);
    return new LogCopy(await CutFile.open(path, maxBytes), note, await readPosition(note));
  }

  /** From when on the log is to be asked for, as the daemon takes it: what it gives is to be copied by `add`. */
  resume(): string {
    const { time, sameTime } = this.#position;
    this.#toSkip = sameTime;
    return time === undefined ? "0" : secondsOf(time);
  }

  /** Copies the next pieces, those left out that are known already. */
  async add(frames: readonly LogFrame[]): Promise<void> {
    const { bytes } = this.#position;
    const texts = frames.flatMap((frame) => (this.#isKnown(frame) ? [] : [this.#count(frame)]));
    if (texts.length === 0) return;
    await this.#file.write(Buffer.concat(texts), bytes);
    if (performance.now() - this.#notedAtMs >= noteMs) await this.#notePosition();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
    await this.#notePosition();
  }

  #isKnown({ time }: LogFrame): boolean {
    if (this.#toSkip === 0) return false;
    // Pieces of an earlier time are none that the daemon was asked for.
    if (time === this.#position.time) this.#toSkip -= 1;
    else this.#toSkip = 0;
    return time === this.#position.time;
  }

  #count({ time, text }: LogFrame): Buffer {
    const sameTime = time === this.#position.time ? this.#position.sameTime + 1 : 1;
    this.#position = { bytes: this.#position.bytes + text.length, time, sameTime };
    return text;
  }

  async #notePosition(): Promise<void> {
    this.#notedAtMs = performance.now();
    await writeFile(this.#note, JSON.stringify(this.#position), { mode: ownerOnly });
  }
}

/** Without a note, or with one that was cut off as it was written, all is copied again. */
async function readPosition(note: string): Promise<Position> {
  try {
    return Position.parse(JSON.parse(await readFile(note, "utf8")));
  } catch {
    return { bytes: 0, sameTime: 0 };
  }
}

/** As `since` takes it: seconds since 1970 with nine places behind the point. */
function secondsOf(time: string): string {
  const [, toSeconds = "", nanos = ""] = /^(.*?)(?:\.(\d+))?Z$/.exec(time) ?? [];
  return `${Date.parse(`${toSeconds}Z`) / 1000}.${nanos.padEnd(9, "0")}`;
}
