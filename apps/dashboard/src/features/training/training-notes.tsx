import type { PatchTraining, TrainingSummary } from "@trainwire/protocol";
import { Pencil } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useClient } from "../../shared/client-context.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { parseTags } from "../../shared/tags.ts";

/** What `TrainingNotes` shows. */
export interface TrainingNotesProps {
  readonly record: TrainingSummary | null;
  readonly onRecord: (record: TrainingSummary) => void;
}

/** What people say of a training: its tags and notes, and a form that changes them and its name. */
export function TrainingNotes({ record, onRecord }: TrainingNotesProps) {
  const [isEditing, setEditing] = useState(false);
  if (record === null) return <div className="mt-3 h-6" />;
  if (isEditing)
    return (
      <NotesForm
        record={record}
        onDone={(changed) => {
          if (changed) onRecord(changed);
          setEditing(false);
        }}
      />
    );
  const { tags = [], notes } = record;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2">
      {tags.map((tag) => (
        <span key={tag} className="rounded-full border border-line px-2.5 py-0.5 text-xs text-muted">
          {tag}
        </span>
      ))}
      <button type="button" onClick={() => setEditing(true)} className="button">
        <Pencil aria-hidden="true" size={12} />
        {tags.length > 0 || notes ? "Edit" : "Add tags and notes"}
      </button>
      {notes && <p className="w-full max-w-prose whitespace-pre-wrap text-muted wrap-anywhere">{notes}</p>}
    </div>
  );
}

function NotesForm({
  record,
  onDone,
}: {
  record: TrainingSummary;
  onDone: (changed?: TrainingSummary) => void;
}) {
  const client = useClient();
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (field: string): string => {
      const value = form.get(field);
      return typeof value === "string" ? value.trim() : "";
    };
    const patch: PatchTraining = {
      name: text("name") || null,
      tags: parseTags(text("tags")),
      notes: text("notes") || null,
    };
    setSaving(true);
    try {
      onDone(await client.patchTraining(record.job_id, patch));
    } catch (error) {
      setSaving(false);
      setProblem(problemText(error));
    }
  };
  return (
    <form
      onSubmit={(event) => void save(event)}
      className="mt-3 grid max-w-2xl gap-3 border-t border-line pt-3"
    >
      <label className="grid gap-1">
        <span className="label">Name</span>
        <input name="name" defaultValue={record.name ?? ""} maxLength={256} className="input" />
      </label>
      <label className="grid gap-1">
        <span className="label">Tags, with commas between</span>
        <input name="tags" defaultValue={(record.tags ?? []).join(", ")} className="input" />
      </label>
      <label className="grid gap-1">
        <span className="label">Notes</span>
        <textarea
          name="notes"
          defaultValue={record.notes ?? ""}
          rows={4}
          maxLength={16_384}
          className="input h-auto py-1.5"
        />
      </label>
      {problem !== null && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      <div className="flex gap-2">
        <button type="submit" disabled={isSaving} className="button button-primary">
          Save
        </button>
        <button type="button" onClick={() => onDone()} className="button">
          Cancel
        </button>
      </div>
    </form>
  );
}
