import { lineCutter } from "./formats/lines.ts";
import { recordCutter } from "./formats/tf-records.ts";
import type { OpenFile } from "./open-files.ts";
import { fingerprintOf, isCopy, Tail } from "./tail.ts";

/** A file, and how far it was read. */
export interface Claim {
  readonly file: OpenFile;
  readonly tail: Tail;
}

/** How `Claims` reads its files. */
export interface ClaimsOptions {
  readonly isBinary: boolean;
  /** Whether a file is read from its beginning also if much of it was stored before. */
  readonly rereads: boolean;
  /** Up to where a producer published before; undefined if it did not, or that is not known. */
  storedUpTo(producerId: string, file: OpenFile): Promise<number | undefined>;
}

/** Tells which file is which when files are renamed, copied, cut off and written anew. */
export class Claims {
  readonly #options: ClaimsOptions;
  #tails: Tail[] = [];

  constructor(options: ClaimsOptions) {
    this.#options = options;
  }

  /** Gives each file, in order, the tail that read it before, or a new one; copies and files without a whole line have none. */
  async of(files: readonly OpenFile[]): Promise<Claim[]> {
    const printed: { file: OpenFile; fingerprint: string }[] = [];
    for (const file of files) {
      const fingerprint = await fingerprintOf(file.handle, this.#options.isBinary);
      if (fingerprint !== undefined) printed.push({ file, fingerprint });
    }
    const claims = new Map<OpenFile, Tail>();
    // Where a file lies first, then where it may have been moved to.
    for (const isMove of [false, true]) {
      for (const { file, fingerprint } of printed) {
        if (claims.has(file)) continue;
        const tail = await this.#known(file, { fingerprint, isMove, taken: new Set(claims.values()) });
        if (tail) claims.set(file, tail);
      }
    }
    // What earlier processes knew belongs to the newest files; new numbers are given in order.
    for (const printedFile of printed.toReversed()) await this.#begin(printedFile, claims, "known");
    for (const printedFile of printed) await this.#begin(printedFile, claims, "new");
    for (const [file, tail] of claims) tail.path = file.path;
    this.#tails = [...claims.values()];
    return files.flatMap((file) => {
      const tail = claims.get(file);
      return tail ? [{ file, tail }] : [];
    });
  }

  async #known(
    file: OpenFile,
    { fingerprint, isMove, taken }: { fingerprint: string; isMove: boolean; taken: ReadonlySet<Tail> },
  ): Promise<Tail | undefined> {
    for (const tail of this.#tails) {
      if (taken.has(tail) || tail.fingerprint !== fingerprint || (tail.path === file.path) === isMove)
        continue;
      if (await tail.isIn(file.handle)) return tail;
    }
    return undefined;
  }

  /** Files that begin with the same line have producers of their own, numbered in the order of the files. */
  async #begin(
    { file, fingerprint }: { file: OpenFile; fingerprint: string },
    claims: Map<OpenFile, Tail>,
    want: "known" | "new",
  ): Promise<void> {
    if (claims.has(file)) return;
    const alike = [...claims].filter(([, tail]) => tail.fingerprint === fingerprint);
    for (const [other] of alike) if (await isCopy(other.handle, file.handle)) return;
    const before = this.#tails.filter((tail) => tail.fingerprint === fingerprint);
    const stored: number[] = [];
    for (;;) {
      const upTo = await this.#options.storedUpTo(producerIdOf(fingerprint, stored.length), file);
      if (upTo === undefined) break;
      stored.push(upTo);
    }
    const taken = new Set(alike.map(([, tail]) => tail.generation));
    const oldest = Math.max(-1, ...before.map((tail) => tail.generation)) + 1;
    // What was stored of a longer file was stored before this one was written anew.
    const known = stored.findLastIndex(
      (upTo, index) => index >= oldest && upTo <= file.size && !taken.has(index),
    );
    if (want === "known" && known < 0) return;
    const generation =
      known >= 0 ? known : Math.max(stored.length, oldest, ...[...taken].map((each) => each + 1));
    claims.set(file, this.#tail(file, { fingerprint, generation, storedUpTo: stored[generation] }));
  }

  #tail(
    { path }: OpenFile,
    {
      fingerprint,
      generation,
      storedUpTo,
    }: { fingerprint: string; generation: number; storedUpTo: number | undefined },
  ): Tail {
    const { isBinary, rereads } = this.#options;
    return new Tail({
      path,
      fingerprint,
      generation,
      producerId: producerIdOf(fingerprint, generation),
      storedUpTo: storedUpTo ?? -1,
      position: rereads ? 0 : (storedUpTo ?? 0),
      cut: isBinary ? recordCutter() : lineCutter(),
    });
  }
}

function producerIdOf(fingerprint: string, generation: number): string {
  return generation === 0 ? `file-${fingerprint}` : `file-${fingerprint}.${generation + 1}`;
}
