import type { SeriesPoints, SeriesSummary } from "./series-points.ts";

/** Consecutive values of one metric and attempt, as they are stored. */
export interface SeriesChunk {
  readonly metric: string;
  readonly summary: SeriesSummary;
  /** The points, packed by `packPoints`. */
  readonly packed: Uint8Array;
}

/** All values of some consecutive updates of one attempt. */
export interface ClosedBlock {
  /** The last of the updates. */
  readonly upTo: number;
  /** One a metric. */
  readonly chunks: readonly SeriesChunk[];
}

/** One atomic write. */
export interface SeriesWrite {
  readonly trainId: string;
  readonly blocks: readonly ClosedBlock[];
  /** Whether something of the same updates may be stored already, whose place it takes. */
  readonly replaces: boolean;
  /** The seq up to which all values are stored after this write; unchanged if undefined. */
  readonly upTo: number | undefined;
}

/** What is stored of the series of a training. */
export interface StoredSeries {
  /** The seq up to which all values are stored. */
  readonly upTo: number;
  /** The names of its metrics, in the order in which they were first stored. */
  readonly metrics: readonly string[];
}

/** A stored chunk, whose points are read when they are asked for. */
export interface StoredChunk {
  readonly summary: SeriesSummary;
  points(): SeriesPoints;
}

/**
 * The port to stored series. They are made from the log and can be made from it again, so that a write need not
 * survive a crash of the machine; but one that is lost takes all later ones with it.
 */
export interface SeriesStore {
  /** What is stored of a training. Chunks behind `upTo`, which a crash may have left, are removed first. */
  open(trainId: string): Promise<StoredSeries>;
  /** Stores chunks; of a training that is no longer known, nothing. */
  write(write: SeriesWrite): Promise<void>;
  /** The chunks of a metric that lie in a range of seq or touch it, in order. */
  chunks(
    trainId: string,
    metric: string,
    range: { readonly firstSeq: number; readonly lastSeq: number },
  ): Promise<readonly StoredChunk[]>;
}
