import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { unlessGone } from "../artifacts/gone.ts";
import { beginsWith, cutLog } from "./log-cut.ts";

/** A log is cut when it has grown to this, so that it and the part kept before it take twice as much at most. */
const defaultMaxBytes = 16 * 1024 * 1024;

/** A part of a log. Positions are bytes from its beginning, also where that is kept no more. */
export interface LogPart {
  readonly from: number;
  readonly text: string;
  readonly nextAfter: number;
  /** Whether it reaches to the end of what is there. */
  readonly isEnd: boolean;
}

/** What to read: on from a position, or the end. */
export interface LogRange {
  readonly after?: number | undefined;
  /** Most bytes. */
  readonly limit: number;
}

/** A file of the log, and where it begins. */
interface Piece {
  readonly path: string;
  readonly from: number;
  readonly bytes: number;
}

/**
 * What the trainer of one attempt printed. The trainer appends to the file itself, and goes on where the file was
 * truncated: so the beginning is taken by copying the file aside, as `NAME.POSITION`, and truncating it. A server that is
 * killed in between leaves `.NAME.part`: a part of the log if the file was truncated, and else a copy of what is there.
 */
export class TrainerLog {
  readonly #path: string;
  readonly #maxBytes: number;

  constructor(path: string, maxBytes = defaultMaxBytes) {
    this.#path = path;
    this.#maxBytes = maxBytes;
  }

  /** Reads a part, cut behind its last whole line or at least its last whole character. */
  async read({ after, limit }: LogRange): Promise<LogPart> {
    const { bytes, first, from, end } = await this.#readBytes({ after, limit });
    const isMore = from + bytes.length < end;
    // The end of a log is shown from the beginning of a line, as far as there is one.
    const skipped = after === undefined && from > first ? Math.max(0, bytes.indexOf(0x0a) + 1) : 0;
    const cut = isMore || after !== undefined ? wholeLines(bytes) : wholeText(bytes);
    // What is no text at all is shown as well as may be.
    const shown = bytes.subarray(skipped, Math.max(cut, skipped) || bytes.length);
    const nextAfter = from + skipped + shown.length;
    return { from: from + skipped, text: shown.toString("utf8"), nextAfter, isEnd: nextAfter >= end };
  }

  /** Takes the beginning if the log has grown too long. */
  async bound(): Promise<void> {
    const current = await stat(this.#path).catch(() => undefined);
    if (!current || current.size < this.#maxBytes) return;
    const left = (await this.#pieces()).find(({ path }) => path === this.#aside);
    if (left) await rename(left.path, this.#keptAs(left.from));
    const pieces = await this.#pieces();
    const kept = this.#keptAs(pieces.at(-1)?.from ?? 0);
    await cutLog({ log: this.#path, aside: this.#aside, kept });
    for (const { path } of pieces) if (path !== this.#path) await rm(path, { force: true });
  }

  /** Where what is not a part of the log yet is copied to. */
  get #aside(): string {
    return join(dirname(this.#path), `.${basename(this.#path)}.part`);
  }

  #keptAs(from: number): string {
    return `${this.#path}.${from}`;
  }

  /** Reads again if the log was cut meanwhile: then what was read may be of another place. */
  async #readBytes({ after, limit }: LogRange) {
    for (;;) {
      const pieces = await this.#pieces();
      const first = pieces[0]?.from ?? 0;
      const last = pieces.at(-1);
      const end = last ? last.from + last.bytes : 0;
      const from = after === undefined ? Math.max(first, end - limit) : Math.min(Math.max(after, first), end);
      const [read] = await Promise.allSettled([readPieces(pieces, from, Math.min(limit, end - from))]);
      const isSame = (await this.#pieces()).every(({ path }, index) => path === pieces[index]?.path);
      if (!isSame) continue;
      if (read.status === "rejected") throw read.reason;
      return { bytes: read.value, first, from, end };
    }
  }

  /** The files of the log, in order; the last is the one that is written to. */
  async #pieces(): Promise<readonly Piece[]> {
    const name = basename(this.#path);
    const names = await readdir(dirname(this.#path)).catch((): string[] => []);
    const kept = names.flatMap((each) => {
      const position = each.startsWith(`${name}.`) ? each.slice(name.length + 1) : "";
      return /^\d+$/.test(position) ? [Number(position)] : [];
    });
    const pieces: Piece[] = [];
    let end = 0;
    const add = async (path: string, from: number) => {
      const found = await stat(path).catch(() => undefined);
      if (found) pieces.push({ path, from, bytes: found.size });
      end = found ? from + found.size : end;
    };
    for (const from of kept.sort((a, b) => a - b)) await add(this.#keptAs(from), from);
    const isCopy = !names.includes(basename(this.#aside)) || (await this.#isUncut());
    if (!isCopy) await add(this.#aside, end);
    await add(this.#path, end);
    return pieces;
  }

  /** Whether the file has still all that was copied aside. */
  async #isUncut(): Promise<boolean> {
    return (await beginsWith(this.#path, this.#aside).catch(unlessGone)) ?? true;
  }
}

async function readPieces(pieces: readonly Piece[], from: number, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let position = from;
  for (const piece of pieces) {
    const wanted = Math.min(from + length, piece.from + piece.bytes) - position;
    if (wanted <= 0 || position < piece.from) continue;
    const file = await open(piece.path, "r");
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, position - piece.from);
      parts.push(buffer.subarray(0, bytesRead));
      position += bytesRead;
    } finally {
      await file.close();
    }
  }
  return Buffer.concat(parts);
}

/** Where the last whole line ends; without one, where the last whole character does. */
function wholeLines(bytes: Buffer): number {
  const end = bytes.lastIndexOf(0x0a) + 1;
  return end > 0 ? end : wholeText(bytes);
}

/** Where the last whole character of UTF-8 ends. */
function wholeText(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
