import type { Slices } from "../core/slices.ts";
import { Claims } from "./claims.ts";
import type { Feed } from "./feed.ts";
import type { Piece } from "./formats/cut.ts";
import type { FileRecord } from "./formats/file-record.ts";
import { namedId } from "./named-id.ts";
import type { OpenFile } from "./open-files.ts";
import type { PieceReader } from "./piece-reader.ts";
import type { Ending, SourceFiles } from "./source-files.ts";
import type { Tail } from "./tail.ts";

/** So many buffers are read in a row, before other files have their turn. */
const readsInARow = 8;
/** So many pieces are read before other work may come first. */
const piecesInASlice = 100;
/** A file that tells of no training in so many records is none of a training. */
const maxIdleRecords = 200;

/** How files that are read piece by piece are read. */
export interface PieceFilesOptions {
  readonly reader: PieceReader;
  readonly isBinary: boolean;
  /** Whether a file is read from its beginning after a restart. */
  readonly rereads: boolean;
  /** Whether a record shows that the file tells of a training at all. */
  readonly tells: (record: FileRecord) => boolean;
  readonly ending: () => Ending;
  /** Whether nothing will be added: a last line needs no end then. */
  readonly isWhole: boolean;
  readonly slices: Slices;
  /** Is told what cannot be read. */
  readonly onProblem: (path: string, problem: string) => void;
}

/** Files that grow: lines and event files. */
export class PieceFiles implements SourceFiles {
  readonly #options: PieceFilesOptions;
  #claims: Claims | undefined;
  #tellsSomething = false;
  #idleRecords = 0;
  #end: SourceFiles["end"];

  constructor(options: PieceFilesOptions) {
    this.#options = options;
  }

  get ending(): Ending {
    return this.#options.ending();
  }

  get end(): SourceFiles["end"] {
    return this.#end;
  }

  async read(files: readonly OpenFile[], feed: Feed): Promise<boolean> {
    const { isBinary, rereads, isWhole } = this.#options;
    this.#claims ??= new Claims({
      isBinary,
      rereads,
      storedUpTo: async (producerId, { handle }) => {
        const named = isBinary ? undefined : await namedId(handle);
        return (await feed.positions([producerId], named)).get(producerId);
      },
    });
    let left = readsInARow;
    const claims = await this.#claims.of(files);
    for (const [index, { file, tail }] of claims.entries()) {
      const isSuperseded = isWhole || index < claims.length - 1;
      for await (const { pieces, broken } of tail.read(file.handle, isSuperseded)) {
        await this.#publish(pieces, { tail, feed });
        if (broken !== undefined) this.#options.onProblem(file.path, broken);
        left -= 1;
        if (left === 0 || this.#isLeft) break;
      }
      if (this.#isLeft) return false;
      if (left === 0) return true;
      await this.#send(this.#options.reader.flush(tail), feed);
      this.#end = { id: tail.producerId, seq: tail.position };
    }
    return false;
  }

  /** Whether the files were found to tell of no training. */
  get #isLeft(): boolean {
    return !this.#tellsSomething && this.#idleRecords > maxIdleRecords;
  }

  async #publish(pieces: readonly Piece[], { tail, feed }: { tail: Tail; feed: Feed }): Promise<void> {
    const { reader, slices } = this.#options;
    const records: FileRecord[] = [];
    for (let from = 0; from < pieces.length; from += piecesInASlice) {
      await slices.run(async () => {
        for (const piece of pieces.slice(from, from + piecesInASlice))
          records.push(...reader.read(piece, tail));
      });
    }
    await this.#send(records, feed);
  }

  async #send(records: readonly FileRecord[], feed: Feed): Promise<void> {
    if (!this.#tellsSomething) {
      const first = feed.isOpen ? 0 : records.findIndex(this.#options.tells);
      this.#tellsSomething = first >= 0 && records.length > 0;
      if (!this.#tellsSomething) this.#idleRecords += records.length;
    }
    if (this.#tellsSomething) await feed.publish(records);
  }
}
