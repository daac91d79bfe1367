/** What the package needs of its surroundings: a browser's, Node's, or a test's. */
export interface Platform {
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** Calls back once after the delay, in milliseconds, unless the returned function is called before. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
  /** As `after`, but does not keep a Node process alive. */
  readonly afterInBackground: (delayMs: number, callback: () => void) => () => void;
  /** Calls back whenever the machine may have been asleep or offline; returns what ends it. */
  readonly onWake: (callback: () => void) => () => void;
  readonly fetch: typeof fetch;
  /** Undefined where there is none: then the client polls. */
  readonly WebSocket: typeof WebSocket | undefined;
}

/** The platform's own clock, timers and network. */
export function ownPlatform(): Platform {
  return {
    nowMs: () => Date.now(),
    random: () => Math.random(),
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
    afterInBackground: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      // Node's timers are objects with unref; a browser's are numbers.
      (timer as { unref?: () => void }).unref?.();
      return () => clearTimeout(timer);
    },
    onWake,
    fetch: (input, init) => globalThis.fetch(input, init),
    WebSocket: globalThis.WebSocket,
  };
}

function onWake(callback: () => void): () => void {
  const page = globalThis.document;
  const onVisible = (): void => {
    if (page.visibilityState === "visible") callback();
  };
  if (typeof globalThis.addEventListener !== "function") return () => undefined;
  globalThis.addEventListener("online", callback);
  page?.addEventListener("visibilitychange", onVisible);
  return () => {
    globalThis.removeEventListener("online", callback);
    page?.removeEventListener("visibilitychange", onVisible);
  };
}
