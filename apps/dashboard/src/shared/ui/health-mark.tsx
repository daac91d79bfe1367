import type { Health, TrainingState } from "@trainwire/protocol";
import { Activity, HeartCrack, HeartPulse, type LucideIcon, Snail } from "lucide-react";

interface Look {
  readonly icon: LucideIcon;
  readonly color: string;
  readonly meaning: string;
}

const looks: Readonly<Record<Health, Look>> = {
  ok: { icon: HeartPulse, color: "text-muted", meaning: "The trainer reports as expected" },
  late: { icon: Snail, color: "text-warn", meaning: "The next update is overdue" },
  stalled: { icon: Activity, color: "text-warn", meaning: "The trainer is alive but makes no progress" },
  lost: { icon: HeartCrack, color: "text-bad", meaning: "Nothing is heard of the trainer" },
};

/** A training's health as icon and word. */
export function HealthMark({ health }: { health: TrainingState["health"] }) {
  const look = (looks as Readonly<Record<string, Look>>)[health];
  const Icon = look?.icon ?? Activity;
  return (
    <span
      title={look?.meaning}
      className={`inline-flex items-center gap-1 text-xs whitespace-nowrap ${look?.color ?? "text-muted"}`}
    >
      <Icon aria-hidden="true" size={13} />
      <span className="sr-only">health</span> {health}
    </span>
  );
}
