import type { Database } from "better-sqlite3";
import { TrainwireServerError } from "../../core/errors.ts";
import { type SeriesSummary, unpackPoints } from "../../core/series-points.ts";
import type {
  ClosedBlock,
  SeriesChunk,
  SeriesStore,
  SeriesWrite,
  StoredChunk,
  StoredSeries,
} from "../../core/series-store.ts";
import { type ChunkRow, type SeriesStatements, seriesStatements } from "./series-statements.ts";
import { StorageGuard } from "./storage-guard.ts";

/** Most bytes of points in one row. */
const maxRowBytes = 16 * 1024;

interface Waiting {
  readonly write: SeriesWrite;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Series in SQLite. Writes of one turn of the event loop share one transaction, which waits for no fsync: the next
 * commit of a log carries it along, and what a power loss takes is made from the log again.
 */
export class SqliteSeries implements SeriesStore {
  readonly #guard: StorageGuard;
  readonly #statements: SeriesStatements;
  readonly #storeAll: (waiting: readonly Waiting[]) => void;
  #waiting: Waiting[] = [];
  #scheduled: NodeJS.Immediate | undefined;

  constructor(database: Database) {
    this.#guard = new StorageGuard(database);
    this.#statements = seriesStatements(database);
    this.#storeAll = database.transaction((waiting: readonly Waiting[]) => {
      for (const { write } of waiting) this.#store(write);
    });
  }

  async open(trainId: string): Promise<StoredSeries> {
    this.#flush();
    const { locate, position, dropBehind, dropPointsBehind, metrics } = this.#statements;
    const log = locate.get(trainId)?.id;
    if (log === undefined) return { upTo: 0, metrics: [] };
    const upTo = position.get(log)?.up_to ?? 0;
    dropBehind.run(log, log, upTo);
    dropPointsBehind.run(log, upTo);
    return { upTo, metrics: metrics.all(log).map(({ name }) => name) };
  }

  write(write: SeriesWrite): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ write, resolve, reject });
      this.#scheduled ??= setImmediate(() => this.#flush());
    });
  }

  async chunks(
    trainId: string,
    metric: string,
    range: { readonly firstSeq: number; readonly lastSeq: number },
  ): Promise<readonly StoredChunk[]> {
    const { locate, metric: locateMetric, chunks, chunkBefore } = this.#statements;
    const log = locate.get(trainId)?.id;
    const id = log === undefined ? undefined : locateMetric.get(log, metric)?.metric;
    if (log === undefined || id === undefined) return [];
    const { firstSeq, lastSeq } = range;
    const before = chunkBefore.get(log, id, firstSeq);
    const touching = before && before[1] >= firstSeq && before[1] <= lastSeq ? [before] : [];
    return [...touching, ...chunks.all(log, id, firstSeq, lastSeq)].map((row) => this.#chunkOf(row));
  }

  /** Stores what waits. */
  close(): void {
    this.#flush();
  }

  #flush(): void {
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return;
    try {
      this.#guard.writeLazily(() => this.#storeAll(waiting));
    } catch (cause) {
      const error = new TrainwireServerError("internal", "the series could not be stored");
      error.cause = cause;
      for (const { reject } of waiting) reject(error);
      return;
    }
    for (const { resolve } of waiting) resolve();
  }

  #store({ trainId, blocks, replaces, upTo }: SeriesWrite): void {
    const { locate, setPosition } = this.#statements;
    const log = locate.get(trainId)?.id;
    if (log === undefined) return;
    for (const block of blocks) {
      if (replaces) this.#drop(log, block);
      this.#storeBlock(log, block);
    }
    if (upTo !== undefined) setPosition.run(log, upTo);
  }

  #drop(log: number, { upTo, chunks }: ClosedBlock): void {
    const { dropPoints, dropBetween } = this.#statements;
    dropPoints.run(log, upTo);
    for (const { metric, summary } of chunks) {
      dropBetween.run(log, this.#metricId(log, metric), summary.firstSeq, summary.lastSeq);
    }
  }

  #storeBlock(log: number, { upTo, chunks }: ClosedBlock): void {
    const { insertPoints } = this.#statements;
    for (const group of groupsOf(chunks)) {
      const packed = Buffer.concat(group.map((chunk) => chunk.packed));
      const points = Number(insertPoints.run(log, upTo, packed).lastInsertRowid);
      // SQLite counts the bytes of a blob from 1.
      let offset = 1;
      for (const chunk of group) {
        this.#storeChunk(log, chunk, { points, offset });
        offset += chunk.packed.length;
      }
    }
  }

  #storeChunk(log: number, chunk: SeriesChunk, place: { points: number; offset: number }): void {
    const { summary } = chunk;
    this.#statements.insertChunk.run(
      log,
      this.#metricId(log, chunk.metric),
      summary.firstSeq,
      summary.lastSeq,
      summary.attempt,
      summary.count,
      summary.nan,
      summary.positiveInfinity,
      summary.negativeInfinity,
      summary.min,
      summary.max,
      summary.last,
      summary.firstStep,
      summary.lastStep,
      summary.firstTime,
      summary.lastTime,
      summary.ordered ? 1 : 0,
      place.points,
      place.offset,
      chunk.packed.length,
    );
  }

  #metricId(log: number, name: string): number {
    const { metric, addMetric } = this.#statements;
    const known = metric.get(log, name);
    if (known) return known.metric;
    addMetric.run(log, name, log);
    const added = metric.get(log, name);
    if (!added) throw new TrainwireServerError("internal", `the metric ${name} could not be stored`);
    return added.metric;
  }

  #chunkOf(row: ChunkRow): StoredChunk {
    return {
      summary: summaryOf(row),
      points: () => {
        const packed = this.#statements.points.get(row[16], row[17], row[15]);
        // Retention may have taken it since its summary was read.
        if (!packed)
          throw new TrainwireServerError("internal", "the points of a series were removed meanwhile");
        return unpackPoints(packed);
      },
    };
  }
}

/** Chunks whose points share a row: few enough that reading one of them reads little else. */
function groupsOf(chunks: readonly SeriesChunk[]): SeriesChunk[][] {
  const groups: SeriesChunk[][] = [];
  let bytes = maxRowBytes;
  for (const chunk of chunks) {
    if (bytes + chunk.packed.length > maxRowBytes) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(chunk);
    bytes += chunk.packed.length;
  }
  return groups;
}

function summaryOf(row: ChunkRow): SeriesSummary {
  return {
    firstSeq: row[0],
    lastSeq: row[1],
    attempt: row[2],
    count: row[3],
    nan: row[4],
    positiveInfinity: row[5],
    negativeInfinity: row[6],
    min: row[7],
    max: row[8],
    last: row[9],
    firstStep: row[10],
    lastStep: row[11],
    firstTime: row[12],
    lastTime: row[13],
    ordered: row[14] === 1,
  };
}
