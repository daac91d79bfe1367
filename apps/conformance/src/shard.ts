import { ConformanceError } from "./errors.ts";

/** One of several parts of the cases, played on different machines. */
export interface Shard {
  /** From 1. */
  readonly part: number;
  readonly of: number;
}

/** @throws ConformanceError `usage` unless it reads like `2/3`. */
export function readShard(text: string): Shard {
  const [, part = 0, of = 0] = (/^(\d{1,3})\/(\d{1,3})$/.exec(text) ?? []).map(Number);
  if (part >= 1 && part <= of) return { part, of };
  throw new ConformanceError("usage", `--shard wants a part such as 2/3, not ${text}`);
}

/** The part's items: every item is in exactly one part. */
export function shardOf<T>(items: readonly T[], { part, of }: Shard): readonly T[] {
  return items.filter((_, index) => index % of === part - 1);
}
