import type { TrainingState } from "@trainwire/protocol";
import { TrainwireServerError } from "../core/errors.ts";
import { needsWatch } from "../core/health.ts";
import type {
  AppendRequest,
  Log,
  LogExtent,
  LogHead,
  PageSize,
  Standing,
  StorageStatus,
  StoredUpdate,
} from "../core/log.ts";

interface Stored {
  head: LogHead;
  updates: StoredUpdate[];
  keyframes: TrainingState[];
  readonly producers: Map<string, number>;
}

/** A log in memory, for tests of the core. `fail` makes the next append fail as a full disk would. */
export class MemoryLog implements Log {
  readonly #logs = new Map<string, Stored>();
  readonly #removed = new Set<string>();
  fail = false;

  async create(trainId: string, state: TrainingState): Promise<LogHead> {
    if (this.#removed.has(trainId)) throw new TrainwireServerError("training_deleted");
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
    if (this.fail) {
      this.fail = false;
      throw new TrainwireServerError("storage_unavailable");
    }
    if (!stored || stored.head.state.seq !== request.afterSeq) {
      throw new TrainwireServerError("internal", "the updates could not be stored");
    }
    stored.updates.push(...request.updates);
    stored.keyframes.push(...request.keyframes);
    for (const [id, seq] of request.producers) stored.producers.set(id, seq);
    stored.head = { ...stored.head, state: request.state };
  }

  async head(trainId: string): Promise<LogHead | undefined> {
    return this.#logs.get(trainId)?.head;
  }

  async read(trainId: string, afterSeq: number, page: PageSize): Promise<readonly StoredUpdate[]> {
    const stored = this.#logs.get(trainId);
    const from = Math.max(0, afterSeq + 1 - (stored?.head.firstSeq ?? 1));
    const updates = (stored?.updates ?? []).slice(from, from + page.limit);
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

  async watched(): Promise<readonly string[]> {
    return [...this.#logs].filter(([, { head }]) => needsWatch(head.state)).map(([id]) => id);
  }

  async standings(): Promise<readonly Standing[]> {
    const counts = new Map<string, Standing>();
    for (const { head } of this.#logs.values()) {
      const { status, health } = head.state;
      const count = (counts.get(`${status} ${health}`)?.count ?? 0) + 1;
      counts.set(`${status} ${health}`, { status, health, count });
    }
    return [...counts.values()];
  }

  async heldBytes(): Promise<number> {
    const extents = await Promise.all([...this.#logs.keys()].map((id) => this.extent(id, 0)));
    return extents.reduce((sum, extent) => sum + (extent?.bytes ?? 0), 0);
  }

  async firstToGo(): Promise<string | undefined> {
    const able = [...this.#logs].filter(([, { head }]) => head.state.seq > head.firstSeq);
    const keyed = await Promise.all(
      able.map(async ([id, { head }]) => {
        const oldest = (await this.extent(id, 1))?.oldest[0]?.receivedAt ?? "";
        const { complete, received_at } = head.state;
        return { id, key: complete ? `0 ${received_at ?? ""}` : `1 ${oldest}` };
      }),
    );
    return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1))[0]?.id;
  }

  async extent(trainId: string, limit: number): Promise<LogExtent | undefined> {
    const stored = this.#logs.get(trainId);
    if (!stored) return undefined;
    const extents = stored.updates.map(({ seq, text }) => {
      const { data } = JSON.parse(text) as {
        data?: { received_at?: string; details?: { event?: { at?: string } } };
      };
      const receivedAt = data?.received_at ?? data?.details?.event?.at ?? null;
      return { seq, bytes: new TextEncoder().encode(text).length, receivedAt };
    });
    const bytes = extents.reduce((sum, extent) => sum + extent.bytes, 0);
    const { firstSeq, state } = stored.head;
    return { firstSeq, seq: state.seq, bytes, oldest: extents.slice(0, limit) };
  }

  async trim(trainId: string, firstSeq: number, state: TrainingState): Promise<void> {
    const stored = this.#logs.get(trainId);
    if (!stored || firstSeq <= stored.head.firstSeq) return;
    stored.updates = stored.updates.filter((update) => update.seq >= firstSeq);
    stored.keyframes = [state, ...stored.keyframes.filter((keyframe) => keyframe.seq >= firstSeq)];
    stored.head = { ...stored.head, firstSeq };
  }

  async remove(trainId: string): Promise<void> {
    if (this.#logs.delete(trainId)) this.#removed.add(trainId);
  }

  async isRemoved(trainId: string): Promise<boolean> {
    return this.#removed.has(trainId);
  }

  async tidy(): Promise<boolean> {
    return false;
  }

  status(): StorageStatus {
    return { ok: true };
  }

  async close(): Promise<void> {
    this.#logs.clear();
  }
}
