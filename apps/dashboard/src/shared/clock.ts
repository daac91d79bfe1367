import { useSyncExternalStore } from "react";

interface Clock {
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => number;
}

const clocks = new Map<number, Clock>();

/** One timer per period, shared by all who read it, and running only while somebody does. */
function clockOf(periodMs: number): Clock {
  const existing = clocks.get(periodMs);
  if (existing) return existing;
  const listeners = new Set<() => void>();
  let nowMs = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = (): void => {
    nowMs = Date.now();
    for (const listener of listeners) listener();
  };
  const clock: Clock = {
    get: () => nowMs,
    subscribe(listener) {
      if (listeners.size === 0) {
        nowMs = Date.now();
        timer = setInterval(tick, periodMs);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
  clocks.set(periodMs, clock);
  return clock;
}

/** The time in Unix milliseconds, renewed every `periodMs` (default 1000). */
export function useNow(periodMs = 1000): number {
  const clock = clockOf(periodMs);
  return useSyncExternalStore(clock.subscribe, clock.get);
}
