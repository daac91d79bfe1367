import { type Details, limits, type Nonfinite, seriesFieldNames } from "@trainwire/protocol";
import { OpenBlock, type SeriesPlace } from "./series-block.ts";
import type { ClosedBlock } from "./series-store.ts";

/** Blocks end where `seq` is a multiple of this, so that buckets of such a width need no points. */
export const blockWidth = 256;

/** A block that holds so many values is closed early: what bounds the memory of a training, at 16 bytes a value. */
const maxOpenValues = 16_384;

/** Above this many, texts of names are made anew: a trainer may name more than have a series. */
const maxPaths = 1024;

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
  /** `metrics.NAME` by NAME, so that the hot path makes no text. */
  #paths = new Map<string, string>();

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
      if (value !== undefined && this.#admits(name)) {
        block.add(place, name, value ?? nonfiniteOf(details, name));
      }
    }
    for (const name in details.metrics) {
      const path = this.#pathOf(name);
      if (!this.#admits(path)) continue;
      block.add(place, path, details.metrics[name] ?? nonfiniteOf(details, path));
    }
    if (place.seq % blockWidth === 0 || block.size >= maxOpenValues) this.close();
  }

  /** Closes the open block. */
  close(): void {
    const block = this.#open;
    this.#open = undefined;
    if (block) this.#onClosed({ upTo: this.#lastSeq, chunks: block.chunks() });
  }

  /** Forgets the open block. */
  drop(): void {
    this.#open = undefined;
  }

  #pathOf(name: string): string {
    const known = this.#paths.get(name);
    if (known !== undefined) return known;
    if (this.#paths.size >= maxPaths) this.#paths = new Map();
    const path = `metrics.${name}`;
    this.#paths.set(name, path);
    return path;
  }

  #admits(name: string): boolean {
    if (this.#names.has(name)) return true;
    if (this.#names.size >= limits.maxSeriesMetrics) return false;
    this.#names.add(name);
    return true;
  }
}

/** What a value was that travels as null. */
function nonfiniteOf(details: Details, name: string): number {
  const kind = details.nonfinite?.find((entry) => entry.name === name)?.value;
  return kind === undefined ? Number.NaN : values[kind];
}
