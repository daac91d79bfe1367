import type { Reaction } from "./reaction.ts";

/** A request of a trainer that brought records. */
export interface IngestRequest {
  /** As they were sent; `undefined` for one that was no JSON. */
  readonly records: readonly unknown[];
  readonly reaction: Reaction;
  /** Producers of its records that had another request in flight when it came. */
  readonly overlapping: readonly string[];
}

/** Who made a record, in its own words; empty if it does not say. */
export function producerOf(record: unknown): string {
  const id = (record as { producer_id?: unknown } | null | undefined)?.producer_id;
  return typeof id === "string" ? id : "";
}
