/** A record with the version that a `put` has to name. */
export interface Versioned<T> {
  readonly version: number;
  readonly value: T;
}

/** A record in a listing. */
export interface Listed<T> extends Versioned<T> {
  readonly id: string;
  /** Give it to `list` to go on after this record. */
  readonly cursor: string;
}

/** The port to a collection of small records, newest first. */
export interface Records<T> {
  get(id: string): Promise<Versioned<T> | undefined>;
  /**
   * Writes a record if its stored version is still `version` (0 = it must not exist yet).
   * @returns the new version, or undefined if another write came first.
   */
  putIfVersion(id: string, value: T, version: number): Promise<number | undefined>;
  /** The ids of at most `limit` records, in the order of `list`: also of those that cannot be read any more. */
  ids(limit: number, cursor?: string): Promise<readonly Pick<Listed<T>, "id" | "cursor">[]>;
  /** Removes a record, if there is one. */
  remove(id: string): Promise<void>;
  /** At most `limit` records, newest first, from after a record that was listed before. */
  list(limit: number, cursor?: string): Promise<readonly Listed<T>[]>;
}
