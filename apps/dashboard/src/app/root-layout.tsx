import { Link, Outlet, useParams } from "@tanstack/react-router";
import { AlertBell } from "../features/alerts/alert-bell.tsx";
import { ConnectionBadge } from "../features/connection/connection-badge.tsx";
import { SessionMenu } from "../features/session/session-menu.tsx";
import { ActiveTrainingLink } from "../features/training/active-training-link.tsx";
import { useActiveTraining } from "../shared/active-training.ts";

/** The frame of every page: the way home, the active training, and the state of the connection. */
export function RootLayout() {
  const active = useActiveTraining();
  const { id: opened } = useParams({ strict: false });
  return (
    <div className="mx-auto max-w-[120rem] px-3 pb-10 sm:px-6">
      <div className="sticky top-0 z-10 -mx-3 mb-3 flex h-14 items-center gap-2 bg-canvas/90 px-3 backdrop-blur sm:gap-3 sm:-mx-6 sm:px-6">
        <Link
          to="/"
          className="mr-auto flex min-w-6 items-center gap-2.5 overflow-hidden text-[0.9375rem] font-semibold tracking-tight"
        >
          <img src="/icon.svg" alt="" width={24} height={24} className="shrink-0" />
          <span className="truncate max-[26rem]:sr-only">Trainwire</span>
        </Link>
        {active !== null && active !== opened && <ActiveTrainingLink key={active} trainId={active} />}
        <AlertBell />
        <ConnectionBadge />
        <SessionMenu />
      </div>
      <main>
        <Outlet />
      </main>
    </div>
  );
}
