import type { OpenStatus, Status } from "@trainwire/protocol";
import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleSlash,
  CircleX,
  Hourglass,
  type LucideIcon,
  Play,
} from "lucide-react";

interface Look {
  readonly icon: LucideIcon;
  readonly color: string;
}

const looks: Readonly<Record<Status, Look>> = {
  queued: { icon: Hourglass, color: "text-muted" },
  starting: { icon: CircleDashed, color: "text-muted" },
  running: { icon: Play, color: "text-accent" },
  paused: { icon: CirclePause, color: "text-warn" },
  completed: { icon: CircleCheck, color: "text-good" },
  failed: { icon: CircleX, color: "text-bad" },
  cancelled: { icon: CircleSlash, color: "text-muted" },
};
const unknown: Look = { icon: CircleDashed, color: "text-muted" };

/** A training's status as icon and word; a status of a newer server shows as its plain name. */
export function StatusPill({ status }: { status: OpenStatus }) {
  const { icon: Icon, color } = (looks as Readonly<Record<string, Look>>)[status] ?? unknown;
  return (
    <span
      className={`inline-flex h-6 items-center gap-1.5 rounded-full bg-current/10 px-2.5 text-xs font-semibold whitespace-nowrap ${color}`}
    >
      <Icon aria-hidden="true" size={13} strokeWidth={2.5} />
      {status}
    </span>
  );
}
