import type { TrainwireClient } from "@trainwire/client";
import { isTerminal, type TrainingSummary } from "@trainwire/protocol";
import { type FormEvent, useState } from "react";
import { useClient } from "../../shared/client-context.tsx";
import { parseTags } from "../../shared/tags.ts";
import { Dialog, DialogButtons } from "../../shared/ui/dialog.tsx";
import { type BulkOutcome, doToAll } from "./bulk.ts";

/** What can be done to many trainings at once. */
export type BulkAction = "tag" | "pause" | "cancel" | "delete";

/** What `BulkDialog` asks about. */
export interface BulkDialogProps {
  readonly action: BulkAction;
  readonly selected: readonly TrainingSummary[];
  readonly onClose: () => void;
  /** Called when all of it was done. */
  readonly onDone: () => void;
}

const words: Readonly<Record<BulkAction, { verb: string; says: string }>> = {
  tag: { verb: "Tag", says: "Add and remove tags; what a training has beside them stays." },
  pause: { verb: "Pause", says: "Each trainer writes a checkpoint and stops. It can be resumed." },
  cancel: { verb: "Cancel", says: "Each training ends as cancelled. It cannot be resumed." },
  delete: { verb: "Delete", says: "Everything that was stored of them goes, for good." },
};

/** Asks before something is done to many trainings, does it, and tells what was refused. */
export function BulkDialog({ action, selected, onClose, onDone }: BulkDialogProps) {
  const client = useClient();
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<BulkOutcome | null>(null);
  const targets = selected.filter(
    ({ status }) => action === "tag" || action === "delete" || !isTerminal(status),
  );
  const { verb, says } = words[action];
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const result = await doToAll(
      targets.map(({ job_id }) => job_id),
      (trainId) => act(client, { action, form, training: targets.find(({ job_id }) => job_id === trainId) }),
    );
    setBusy(false);
    if (result.problems.length > 0) return setOutcome(result);
    onClose();
    onDone();
  };
  const runs = targets.filter(({ status }) => status === "running" || status === "starting").length;
  return (
    <Dialog
      title={`${verb} ${targets.length} ${targets.length === 1 ? "training" : "trainings"}`}
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <p className="text-muted">{says}</p>
        {action === "tag" && <TagFields />}
        {action === "delete" && runs > 0 && (
          <label className="flex items-center gap-2">
            <input type="checkbox" name="force" className="size-4 accent-(--accent)" />
            Also {runs} that {runs === 1 ? "is" : "are"} running; without this they are refused
          </label>
        )}
        {outcome !== null && (
          <div role="alert" className="text-bad">
            <p>
              {outcome.done} done, {outcome.problems.length} refused:
            </p>
            <ul className="max-h-40 overflow-y-auto">
              {outcome.problems.map((problem) => (
                <li key={problem} className="wrap-anywhere">
                  {problem}
                </li>
              ))}
            </ul>
          </div>
        )}
        <DialogButtons action={verb} isDangerous={action !== "tag"} isBusy={isBusy} onClose={onClose} />
      </form>
    </Dialog>
  );
}

function TagFields() {
  return (
    <>
      <label className="grid gap-1">
        <span className="label">Add, with commas between</span>
        <input name="add" className="input" />
      </label>
      <label className="grid gap-1">
        <span className="label">Remove</span>
        <input name="remove" className="input" />
      </label>
    </>
  );
}

interface Deed {
  readonly action: BulkAction;
  readonly form: FormData;
  readonly training: TrainingSummary | undefined;
}

async function act(client: TrainwireClient, { action, form, training }: Deed): Promise<void> {
  if (training === undefined) return;
  const { job_id: trainId, tags = [] } = training;
  const field = (name: string): string[] => {
    const value = form.get(name);
    return parseTags(typeof value === "string" ? value : "");
  };
  switch (action) {
    case "tag": {
      const removed = field("remove");
      const next = [...new Set([...tags, ...field("add")])].filter((tag) => !removed.includes(tag));
      await client.patchTraining(trainId, { tags: next });
      return;
    }
    case "delete":
      return client.deleteTraining(trainId, { force: form.get("force") === "on" });
    case "pause":
    case "cancel":
      await client.command(trainId, action);
      return;
    default:
      action satisfies never;
  }
}
