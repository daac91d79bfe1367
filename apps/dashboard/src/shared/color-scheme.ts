import { useSyncExternalStore } from "react";

const dark = (): MediaQueryList => window.matchMedia("(prefers-color-scheme: dark)");

function subscribe(listener: () => void): () => void {
  const query = dark();
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** What the reader's system prefers, as it changes: a canvas must be drawn anew in the other colours. */
export function useColorScheme(): "light" | "dark" {
  return useSyncExternalStore(subscribe, () => (dark().matches ? "dark" : "light"));
}
