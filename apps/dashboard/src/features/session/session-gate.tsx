import { type ReactNode, useEffect, useRef } from "react";
import { PagesHidden } from "../../shared/ui/page-title.tsx";
import { LoginPage } from "./login-page.tsx";
import { useSession, useSessionState } from "./session-context.tsx";
import { pagesKey } from "./session-state.ts";

/**
 * Shows the pages to those who may see them, and the login to others; the address stays what it was. Pages of a
 * session that ended stay as they are, out of sight, for whoever held it to return to.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useSession();
  const state = useSessionState();
  const pages = useRef<HTMLDivElement>(null);
  const isLocked = state.phase === "locked";
  const wasLocked = useRef(false);
  useEffect(() => {
    if (wasLocked.current && !isLocked) pages.current?.focus();
    wasLocked.current = isLocked;
    if (!isLocked) return undefined;
    const look = (): void => {
      if (document.visibilityState === "visible") void session.refresh();
    };
    // Somebody may have logged in in another tab.
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [session, isLocked]);

  const key = pagesKey(state);
  return (
    <>
      {isLocked && <LoginPage reason={state.reason} />}
      {key !== null && (
        <PagesHidden key={key} value={isLocked}>
          <div ref={pages} tabIndex={-1} hidden={isLocked} className="outline-none">
            {children}
          </div>
        </PagesHidden>
      )}
    </>
  );
}
