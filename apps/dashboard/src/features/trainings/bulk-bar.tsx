import { Link } from "@tanstack/react-router";
import type { TrainingSummary } from "@trainwire/protocol";
import { GitCompareArrows, Tag, Trash2, X } from "lucide-react";
import { useState } from "react";
import { formatCount } from "../../shared/format/number.ts";
import { type BulkAction, BulkDialog } from "./bulk-dialog.tsx";

/** What `BulkBar` acts on. */
export interface BulkBarProps {
  readonly selected: readonly TrainingSummary[];
  /** Whether the server passes commands to trainers. */
  readonly hasCommands: boolean;
  readonly onClear: () => void;
}

/** What can be done to the trainings that are selected. */
export function BulkBar({ selected, hasCommands, onClear }: BulkBarProps) {
  const [action, setAction] = useState<BulkAction | null>(null);
  return (
    <div role="group" aria-label="Selected trainings" className="flex flex-wrap items-center gap-2">
      <p className="mr-1 font-medium" role="status">
        {formatCount(selected.length)} selected
      </p>
      <Link
        to="/compare"
        search={{ ids: selected.map(({ job_id }) => job_id).join(",") }}
        className="button"
        aria-label={`Compare ${selected.length} trainings`}
      >
        <GitCompareArrows aria-hidden="true" size={13} />
        Compare
      </Link>
      <button type="button" onClick={() => setAction("tag")} className="button">
        <Tag aria-hidden="true" size={13} />
        Tag
      </button>
      {hasCommands && (
        <>
          <button type="button" onClick={() => setAction("pause")} className="button">
            Pause
          </button>
          <button type="button" onClick={() => setAction("cancel")} className="button">
            Cancel
          </button>
        </>
      )}
      <button type="button" onClick={() => setAction("delete")} className="button">
        <Trash2 aria-hidden="true" size={13} />
        Delete
      </button>
      <button type="button" onClick={onClear} className="button" aria-label="Select none">
        <X aria-hidden="true" size={13} />
      </button>
      {action !== null && (
        <BulkDialog action={action} selected={selected} onClose={() => setAction(null)} onDone={onClear} />
      )}
    </div>
  );
}
