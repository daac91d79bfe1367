import type { TrainwireClient } from "@trainwire/client";
import type { TrainingSummary } from "@trainwire/protocol";

/** The loss of a training as few points, oldest first. */
export interface Sparkline {
  readonly losses: readonly number[];
}

/** So many points a sparkline has at most; the answer that begins one is some hundred bytes. */
const asked = { metrics: ["loss"], points: 24, x: "seq", digits: 3 } as const;
const maxPoints = 64;
const askedAtOnce = 4;

interface Entry {
  losses: number[];
  seq: number;
  snapshot: Sparkline;
  readonly listeners: Set<() => void>;
}

/**
 * The sparklines of a page. Each begins with one small answer of the server, asked for when its row is first seen, and
 * grows by what the list brings anyway: nothing is asked for twice.
 */
export class Sparklines {
  readonly #client: TrainwireClient;
  readonly #entries = new Map<string, Entry>();
  readonly #waiting: string[] = [];
  #underWay = 0;

  constructor(client: TrainwireClient) {
    this.#client = client;
  }

  /** The sparkline of a training, as of now. */
  get(trainId: string): Sparkline | null {
    return this.#entries.get(trainId)?.snapshot ?? null;
  }

  /** Calls back when the sparkline changed; the first call for a training asks the server. */
  subscribe(trainId: string, listener: () => void): () => void {
    const entry = this.#entries.get(trainId) ?? this.#begin(trainId);
    entry.listeners.add(listener);
    return () => entry.listeners.delete(listener);
  }

  /** Takes what the list brought of a training. */
  take({ job_id, seq, loss }: Pick<TrainingSummary, "job_id" | "seq" | "loss">): void {
    const entry = this.#entries.get(job_id);
    if (entry === undefined || seq <= entry.seq) return;
    entry.seq = seq;
    if (loss === null || loss === entry.losses.at(-1)) return;
    const isFull = entry.losses.length >= maxPoints;
    this.#set(entry, [...(isFull ? thinned(entry.losses) : entry.losses), loss]);
  }

  #begin(trainId: string): Entry {
    const entry: Entry = { losses: [], seq: 0, snapshot: { losses: [] }, listeners: new Set() };
    this.#entries.set(trainId, entry);
    this.#waiting.push(trainId);
    void this.#askNext();
    return entry;
  }

  /** Never rejects. */
  async #askNext(): Promise<void> {
    if (this.#underWay >= askedAtOnce) return;
    // Newest first: rows that were scrolled past can wait.
    const trainId = this.#waiting.pop();
    const entry = trainId === undefined ? undefined : this.#entries.get(trainId);
    if (trainId === undefined || entry === undefined) return;
    this.#underWay += 1;
    try {
      const result = await this.#client.series(trainId, asked);
      if (result.kind === "changed") {
        const before = (result.answer.series[0]?.last ?? []).filter((value) => value !== null);
        this.#set(entry, [...before, ...(entry.seq > result.answer.seq ? entry.losses : [])]);
        entry.seq = Math.max(entry.seq, result.answer.seq);
      }
    } catch {
      // A row without a line says enough; it is asked for again when the page is opened anew.
    }
    this.#underWay -= 1;
    void this.#askNext();
  }

  #set(entry: Entry, losses: number[]): void {
    entry.losses = losses;
    entry.snapshot = { losses };
    for (const listener of entry.listeners) listener();
  }
}

/** Every second point of the older half goes. */
function thinned(losses: readonly number[]): number[] {
  const half = losses.length / 2;
  return losses.filter((_, i) => i >= half || i % 2 === 0);
}
