import { Link } from "@tanstack/react-router";
import type { TrainwireClient } from "@trainwire/client";
import { Bell } from "lucide-react";
import { useCapability } from "../../shared/capabilities.ts";
import { useClient } from "../../shared/client-context.tsx";
import { useAlerts } from "./alert-feed.ts";

/** The way to the alerts, with how many nobody has acknowledged; nothing where the server has none. */
export function AlertBell() {
  const client = useClient();
  return useCapability(client, "alerts") ? <CountedBell client={client} /> : null;
}

function CountedBell({ client }: { client: TrainwireClient }) {
  const count = useAlerts(client).list?.open_count ?? 0;
  const label = count === 0 ? "Alerts" : `Alerts: ${count} not acknowledged`;
  return (
    <Link
      to="/alerts"
      aria-label={label}
      title={label}
      className="card relative grid size-8 shrink-0 place-items-center rounded-full text-muted hover:text-ink"
    >
      <Bell aria-hidden="true" size={16} />
      {count > 0 && (
        <span
          aria-hidden="true"
          className="absolute -top-1 -right-1 grid h-4 min-w-4 place-items-center rounded-full bg-bad px-1 text-[0.625rem] leading-none font-semibold text-surface"
        >
          {count > 99 ? "99+" : count}
        </span>
      )}
    </Link>
  );
}
