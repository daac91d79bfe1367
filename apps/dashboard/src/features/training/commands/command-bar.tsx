import type { CommandName, TrainingState } from "@trainwire/protocol";
import { Ban, type LucideIcon, Pause, Play, Save } from "lucide-react";
import { useState } from "react";
import { useClient } from "../../../shared/client-context.tsx";
import { Age } from "../../../shared/ui/age.tsx";
import { CommandDialog } from "./command-dialog.tsx";
import { commandsFor, commandWords, isPending, standingText } from "./command-words.ts";
import { useCommands } from "./use-commands.ts";

/** What `CommandBar` shows. */
export interface CommandBarProps {
  readonly state: TrainingState;
  /** How many changes of commands its updates told of. */
  readonly changes: number;
}

const icons: Readonly<Record<CommandName, LucideIcon>> = {
  pause: Pause,
  resume: Play,
  cancel: Ban,
  checkpoint: Save,
};

/** What the training can be told, and how the last command went. */
export function CommandBar({ state, changes }: CommandBarProps) {
  const { job_id: trainId, status } = state;
  const [asking, setAsking] = useState<CommandName | null>(null);
  const { commands, learn } = useCommands(useClient(), trainId, changes);
  const [newest] = commands;
  const offered = commandsFor(status);
  return (
    <div className="mt-3 flex min-h-6 flex-wrap items-center gap-2">
      {offered.map((command) => {
        const Icon = icons[command];
        return (
          <button key={command} type="button" onClick={() => setAsking(command)} className="button">
            <Icon aria-hidden="true" size={12} />
            {commandWords[command].verb}
          </button>
        );
      })}
      <p role="status" className={newest && isPending(newest) ? "font-medium text-warn" : "text-muted"}>
        {newest && standingText(newest)}
      </p>
      {newest && (
        <span className="text-xs text-faint">
          <Age receivedAt={newest.changed_at} />
        </span>
      )}
      {asking !== null && (
        <CommandDialog trainId={trainId} command={asking} onSent={learn} onClose={() => setAsking(null)} />
      )}
    </div>
  );
}
