import { createContext, type ReactNode, use, useSyncExternalStore } from "react";
import type { Session } from "./session.ts";
import type { SessionState } from "./session-state.ts";

const SessionContext = createContext<Session | null>(null);

/** Gives the page's session to everything below. */
export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The page's session. Throws a TypeError outside of a `SessionProvider`. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new TypeError("useSession needs a SessionProvider above it");
  return session;
}

/** The state of the page's session, as it changes. */
export function useSessionState(): SessionState {
  const { subscribe, get } = useSession();
  return useSyncExternalStore(subscribe, get);
}
