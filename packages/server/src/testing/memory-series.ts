import { unpackPoints } from "../core/series-points.ts";
import type {
  SeriesChunk,
  SeriesStore,
  SeriesWrite,
  StoredChunk,
  StoredSeries,
} from "../core/series-store.ts";

interface Stored {
  upTo: number;
  chunks: SeriesChunk[];
}

/** Series in memory, for tests of the core. `fail` makes the next write fail as a full disk would. */
export class MemorySeries implements SeriesStore {
  readonly #trainings = new Map<string, Stored>();
  fail = false;

  async open(trainId: string): Promise<StoredSeries> {
    const stored = this.#of(trainId);
    stored.chunks = stored.chunks.filter(({ summary }) => summary.firstSeq <= stored.upTo);
    return { upTo: stored.upTo, metrics: [...new Set(stored.chunks.map(({ metric }) => metric))] };
  }

  async write({ trainId, blocks, upTo }: SeriesWrite): Promise<void> {
    if (this.fail) {
      this.fail = false;
      throw new Error("no space");
    }
    const stored = this.#of(trainId);
    const chunks = blocks.flatMap((block) => block.chunks);
    const isReplaced = ({ metric, summary }: SeriesChunk) =>
      chunks.some(
        (chunk) =>
          chunk.metric === metric &&
          summary.firstSeq >= chunk.summary.firstSeq &&
          summary.firstSeq <= chunk.summary.lastSeq,
      );
    stored.chunks = [...stored.chunks.filter((chunk) => !isReplaced(chunk)), ...chunks];
    if (upTo !== undefined) stored.upTo = upTo;
  }

  async chunks(
    trainId: string,
    metric: string,
    { firstSeq, lastSeq }: { readonly firstSeq: number; readonly lastSeq: number },
  ): Promise<readonly StoredChunk[]> {
    return this.#of(trainId)
      .chunks.filter(({ summary }) => summary.lastSeq >= firstSeq && summary.lastSeq <= lastSeq)
      .filter((chunk) => chunk.metric === metric)
      .sort((a, b) => a.summary.firstSeq - b.summary.firstSeq)
      .map(({ summary, packed }) => ({ summary, points: () => unpackPoints(packed) }));
  }

  #of(trainId: string): Stored {
    const stored = this.#trainings.get(trainId) ?? { upTo: 0, chunks: [] };
    this.#trainings.set(trainId, stored);
    return stored;
  }
}
