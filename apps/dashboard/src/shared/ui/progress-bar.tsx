import type { OpenStatus } from "@trainwire/protocol";

/** What `ProgressBar` shows. */
export interface ProgressBarProps {
  /** 0 to 100. */
  readonly percent: number;
  readonly status: OpenStatus;
  /** What the progress is of. */
  readonly label: string;
  /** CSS pixels. Default 6. */
  readonly height?: number;
}

const fills: Readonly<Record<string, string>> = {
  running: "bg-accent",
  completed: "bg-good",
  failed: "bg-bad",
  paused: "bg-warn",
};

/** How far a training is, coloured by its status. */
export function ProgressBar({ percent, status, label, height = 6 }: ProgressBarProps) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(percent)}
      className="w-full overflow-hidden rounded-full bg-track"
      style={{ height }}
    >
      <div
        className={`progress-fill h-full rounded-full ${fills[status] ?? "bg-faint"}`}
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}
