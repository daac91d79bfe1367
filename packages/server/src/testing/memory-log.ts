import type { TrainingState } from "@trainwire/protocol";
import { TrainwireServerError } from "../core/errors.ts";
import type { AppendRequest, Log, LogHead, PageSize, StoredUpdate } from "../core/log.ts";

interface Stored {
  head: LogHead;
  readonly updates: StoredUpdate[];
  readonly keyframes: TrainingState[];
  readonly producers: Map<string, number>;
}

/** A log in memory, for tests of the core. `fail` makes the next append fail as a full disk would. */
export class MemoryLog implements Log {
  readonly #logs = new Map<string, Stored>();
  fail = false;

  async create(trainId: string, state: TrainingState): Promise<LogHead> {
    const stored = this.#logs.get(trainId) ?? {
      head: { firstSeq: 1, state },
      updates: [],
      keyframes: [],
      producers: new Map<string, number>(),
    };
    this.#logs.set(trainId, stored);
    return stored.head;
  }

  async append(request: AppendRequest): Promise<void> {
    const stored = this.#logs.get(request.trainId);
    if (this.fail || !stored || stored.head.state.seq !== request.afterSeq) {
      this.fail = false;
      throw new TrainwireServerError("internal", "the updates could not be stored");
    }
    stored.updates.push(...request.updates);
    stored.keyframes.push(...request.keyframes);
    for (const [id, seq] of request.producers) stored.producers.set(id, seq);
    stored.head = { firstSeq: 1, state: request.state };
  }

  async head(trainId: string): Promise<LogHead | undefined> {
    return this.#logs.get(trainId)?.head;
  }

  async read(trainId: string, afterSeq: number, page: PageSize): Promise<readonly StoredUpdate[]> {
    const updates = (this.#logs.get(trainId)?.updates ?? []).slice(afterSeq, afterSeq + page.limit);
    let bytes = 0;
    const cut = updates.findIndex((update) => (bytes += update.text.length) >= page.maxBytes);
    return cut < 0 ? updates : updates.slice(0, cut + 1);
  }

  async keyframe(trainId: string, seq: number): Promise<TrainingState | undefined> {
    return this.#logs.get(trainId)?.keyframes.findLast((state) => state.seq <= seq);
  }

  async producerSeq(trainId: string, producerId: string): Promise<number | undefined> {
    return this.#logs.get(trainId)?.producers.get(producerId);
  }

  async unended(): Promise<readonly string[]> {
    return [...this.#logs].filter(([, { head }]) => !head.state.complete).map(([id]) => id);
  }

  async close(): Promise<void> {
    this.#logs.clear();
  }
}
