import { type Details, limits, type Nonfinite, seriesFieldNames } from "@trainwire/protocol";
import { type Column, OpenBlock, type SeriesPlace } from "./series-block.ts";
import type { ClosedBlock } from "./series-store.ts";

/** Blocks end where `seq` is a multiple of this, so that buckets of such a width need no points. */
export const blockWidth = 256;

/** A block that holds so many values is closed early: what bounds the memory of a training, at 16 bytes a value. */
const maxOpenValues = 16_384;

const values: Readonly<Record<Nonfinite["value"], number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};

/** Takes the reported values of updates, in order, into blocks. */
export class SeriesRecorder {
  readonly #names: Set<string>;
  readonly #onClosed: (block: ClosedBlock) => void;
  #open: OpenBlock | undefined;
  #lastSeq = 0;
  /** Columns of the open block by the names that updates have for them, so that each value takes one look-up. */
  readonly #fields = new Map<string, Column>();
  readonly #metrics = new Map<string, Column>();

  /** @param names The metrics that have a series; new ones are added to it while there is room. */
  constructor(names: Set<string>, onClosed: (block: ClosedBlock) => void) {
    this.#names = names;
    this.#onClosed = onClosed;
  }

  /** The block that is not closed yet, if any. */
  get open(): OpenBlock | undefined {
    return this.#open;
  }

  /** Takes the next update. */
  record(place: SeriesPlace, details: Details): void {
    if (this.#open && this.#open.attempt !== place.attempt) this.close();
    this.#lastSeq = place.seq;
    this.#open ??= new OpenBlock(place.attempt);
    const block = this.#open;
    for (const name of seriesFieldNames) {
      const value = details[name];
      if (value === undefined) continue;
      const column = this.#fields.get(name) ?? this.#admit(block, this.#fields, { name, path: name });
      if (column) block.add(place, column, value ?? nonfiniteOf(details, name));
    }
    for (const name in details.metrics) {
      const column =
        this.#metrics.get(name) ?? this.#admit(block, this.#metrics, { name, path: `metrics.${name}` });
      if (column) block.add(place, column, details.metrics[name] ?? nonfiniteOf(details, `metrics.${name}`));
    }
    if (place.seq % blockWidth === 0 || block.size >= maxOpenValues) this.close();
  }

  /** Closes the open block. */
  close(): void {
    const block = this.#open;
    this.drop();
    if (block) this.#onClosed({ upTo: this.#lastSeq, chunks: block.chunks() });
  }

  /** Forgets the open block. */
  drop(): void {
    this.#open = undefined;
    this.#fields.clear();
    this.#metrics.clear();
  }

  /** The column of a metric that has none in the open block yet; undefined if it is to have no series. */
  #admit(
    block: OpenBlock,
    columns: Map<string, Column>,
    { name, path }: { name: string; path: string },
  ): Column | undefined {
    if (!this.#names.has(path)) {
      if (this.#names.size >= limits.maxSeriesMetrics) return undefined;
      this.#names.add(path);
    }
    const column = block.column(path);
    columns.set(name, column);
    return column;
  }
}

/** What a value was that travels as null. */
function nonfiniteOf(details: Details, name: string): number {
  const kind = details.nonfinite?.find((entry) => entry.name === name)?.value;
  return kind === undefined ? Number.NaN : values[kind];
}
