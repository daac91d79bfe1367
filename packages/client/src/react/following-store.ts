import type { Observable } from "../observable.ts";

/** What a store follows. */
interface Followed<T> {
  readonly snapshot: Observable<T>;
  stop(): void;
}

/**
 * The snapshot of what `open` follows, for one component: followed while it is subscribed to, since rendering
 * itself must not open a connection. Before it is `waiting`, afterwards what it was last.
 */
export function followingStore<T>(open: () => Followed<T>, waiting: T): Observable<T> {
  let following: Followed<T> | null = null;
  let last = waiting;
  return {
    get: () => following?.snapshot.get() ?? last,
    subscribe: (listener) => {
      const own = open();
      following = own;
      const forget = own.snapshot.subscribe(listener);
      return () => {
        forget();
        last = own.snapshot.get();
        own.stop();
        if (following === own) following = null;
      };
    },
  };
}
