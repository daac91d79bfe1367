import type { ConnectionState } from "@trainwire/client";
import { useConnection } from "@trainwire/client/react";
import { CloudOff, LoaderCircle, LockKeyhole, type LucideIcon, Radio, RefreshCw, Unplug } from "lucide-react";
import { useClient } from "../../shared/client-context.tsx";
import { useNow } from "../../shared/clock.ts";
import { connectionWords } from "./connection-words.ts";

interface Look {
  readonly icon: LucideIcon;
  readonly color: string;
}

const looks: Readonly<Record<ConnectionState["mode"], Look>> = {
  connecting: { icon: LoaderCircle, color: "text-muted" },
  live: { icon: Radio, color: "text-good" },
  polling: { icon: RefreshCw, color: "text-warn" },
  reconnecting: { icon: LoaderCircle, color: "text-warn" },
  offline: { icon: CloudOff, color: "text-bad" },
  unauthorized: { icon: LockKeyhole, color: "text-warn" },
  forbidden: { icon: LockKeyhole, color: "text-bad" },
  closed: { icon: Unplug, color: "text-muted" },
};

/**
 * How updates reach this page, and how old the newest message is. A screen reader hears only changes of the
 * mode; the age ticks for the eye alone.
 */
export function ConnectionBadge() {
  const state = useConnection(useClient());
  const nowMs = useNow(200);
  const { mode, retry, age, explanation } = connectionWords(state, nowMs);
  const { icon: Icon, color } = looks[state.mode];
  return (
    <div
      title={explanation}
      className="card flex h-8 items-center gap-2 rounded-full pr-3.5 pl-3 whitespace-nowrap"
    >
      <Icon aria-hidden="true" size={14} className={`${color} ${state.mode === "live" ? "breathe" : ""}`} />
      <span role="status" className={`font-semibold ${color}`}>
        <span className="sr-only">Connection: </span>
        {mode}
      </span>
      {retry !== null && <span className="min-w-10 text-right text-muted">{retry}</span>}
      {age !== null && (
        <span className={`text-muted ${retry === null ? "" : "hidden sm:inline"}`}>
          <span aria-hidden="true" className="mr-2 text-faint">
            ·
          </span>
          <span className="inline-block min-w-15 text-right">
            {retry === null ? age : `last message ${age}`}
          </span>
        </span>
      )}
    </div>
  );
}
