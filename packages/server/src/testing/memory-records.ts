import { TrainwireServerError } from "../core/errors.ts";
import type { Listed, Records, Versioned } from "../core/records.ts";

/** Records in memory; `fail` makes the next removal fail as a full disk would, `failsToWrite` the next write. */
export class MemoryRecords<T> implements Records<T> {
  readonly stored = new Map<string, Versioned<T>>();
  fail = false;
  failsToWrite = false;

  async get(id: string): Promise<Versioned<T> | undefined> {
    return this.stored.get(id);
  }

  async putIfVersion(id: string, value: T, version: number): Promise<number | undefined> {
    if (this.failsToWrite) {
      this.failsToWrite = false;
      throw new TrainwireServerError("storage_unavailable");
    }
    if ((this.stored.get(id)?.version ?? 0) !== version) return undefined;
    this.stored.set(id, { version: version + 1, value });
    return version + 1;
  }

  async remove(id: string): Promise<void> {
    if (this.fail) {
      this.fail = false;
      throw new TypeError("the disk is full");
    }
    this.stored.delete(id);
  }

  async list(limit: number, cursor?: string): Promise<readonly Listed<T>[]> {
    const newest = [...this.stored]
      .map(([id, each], at) => ({ ...each, id, cursor: String(at) }))
      .toReversed();
    const rest =
      cursor === undefined ? newest : newest.filter((each) => Number(each.cursor) < Number(cursor));
    return rest.slice(0, limit);
  }

  ids(limit: number, cursor?: string): Promise<readonly Listed<T>[]> {
    return this.list(limit, cursor);
  }
}
