import type { TrainingUpdate } from "@trainwire/protocol";
import { Client } from "../connect.ts";
import type { Observable } from "../observable.ts";
import type { Platform } from "../platform.ts";
import { type ConnectOptions, resolveSettings, type Tuning } from "../settings.ts";

/** A client with delays short enough for tests. */
export function testClient(
  options: ConnectOptions,
  overrides: Partial<Tuning & { platform: Partial<Platform> }> = {},
): Client {
  const quick: ConnectOptions = { pollMs: 10, backoff: { minMs: 2, maxMs: 20 }, ...options };
  return new Client(resolveSettings(quick, overrides), options.signal);
}

/** Resolves with the value once it fits the condition. */
export function until<T>(observable: Observable<T>, condition: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!condition(observable.get())) return;
      forget();
      resolve(observable.get());
    };
    const forget = observable.subscribe(look);
    look();
  });
}

/** Every item of an iteration, until it ends. */
export async function collect(updates: AsyncIterable<TrainingUpdate>): Promise<TrainingUpdate[]> {
  const all: TrainingUpdate[] = [];
  for await (const update of updates) all.push(update);
  return all;
}

/** The seqs of updates, in the order in which they came. */
export function seqsOf(updates: readonly TrainingUpdate[]): number[] {
  return updates.map(({ seq }) => seq);
}

/** 1, 2, … up to `last`. */
export function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

/** A random source that gives the same numbers for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
