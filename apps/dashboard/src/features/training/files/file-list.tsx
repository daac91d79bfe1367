import type { Artifact } from "@trainwire/protocol";
import { Download, FileBox, Trash2 } from "lucide-react";
import { useState } from "react";
import { useClient } from "../../../shared/client-context.tsx";
import { formatCount } from "../../../shared/format/number.ts";
import { formatBytes } from "../../../shared/format/quantities.ts";
import { problemText } from "../../../shared/problem-text.ts";
import { Age } from "../../../shared/ui/age.tsx";
import { Dialog, DialogButtons } from "../../../shared/ui/dialog.tsx";
import { useAnswer } from "../../../shared/use-answer.ts";

/** What `FileList` shows. */
export interface FileListProps {
  readonly trainId: string;
  /** Differs when there may be other files: the list is asked for anew. */
  readonly version: number;
}

/** The files that a training has left, to be downloaded and deleted. */
export function FileList({ trainId, version }: FileListProps) {
  const client = useClient();
  const [deleted, setDeleted] = useState(0);
  const [asking, setAsking] = useState<Artifact | null>(null);
  const key = `${trainId} ${version} ${deleted}`;
  const { answer: list, problem } = useAnswer(key, (signal) => client.artifacts(trainId, { signal }));
  if (list === null) {
    return <p className="card p-6 text-faint">{problem ?? "Reading the list of files…"}</p>;
  }
  if (list.artifacts.length === 0) return <NoFiles />;
  return (
    <section aria-label="Files" className="card overflow-hidden">
      <header className="flex items-center justify-between gap-3 px-4 py-3">
        <p>
          {formatCount(list.artifacts.length)} {list.artifacts.length === 1 ? "file" : "files"},{" "}
          {formatBytes(list.total_bytes)}
        </p>
        <a href={client.artifactUrl(trainId).href} download className="button">
          <Download aria-hidden="true" size={13} />
          All as tar
        </a>
      </header>
      <ul>
        {list.artifacts.map((artifact) => (
          <FileRow
            key={artifact.path}
            artifact={artifact}
            url={client.artifactUrl(trainId, artifact.path)}
            onDelete={() => setAsking(artifact)}
          />
        ))}
      </ul>
      {asking !== null && (
        <DeleteDialog
          artifact={asking}
          act={() => client.deleteArtifact(trainId, asking.path)}
          onDone={() => setDeleted((count) => count + 1)}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  );
}

interface FileRowProps {
  readonly artifact: Artifact;
  readonly url: URL;
  readonly onDelete: () => void;
}

function FileRow({ artifact, url, onDelete }: FileRowProps) {
  const { path, kind, bytes, modified_at, step } = artifact;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2">
      <a
        href={url.href}
        download
        className="min-w-0 flex-1 basis-60 font-mono text-xs wrap-anywhere text-accent hover:underline"
      >
        {path}
      </a>
      <span className="text-xs text-muted">
        {kind}
        {step !== undefined && ` of step ${formatCount(step)}`}
      </span>
      <span className="w-20 text-right">{formatBytes(bytes)}</span>
      <span className="w-20 text-right text-muted">
        <Age receivedAt={modified_at} />
      </span>
      <button
        type="button"
        onClick={onDelete}
        aria-label={`Delete ${path}`}
        className="button w-6 justify-center px-0"
      >
        <Trash2 aria-hidden="true" size={13} />
      </button>
    </li>
  );
}

function NoFiles() {
  return (
    <section className="card flex items-center gap-3 p-6 text-muted">
      <FileBox aria-hidden="true" size={18} className="shrink-0" />
      <p>
        No files. A trainer that this server started leaves here what it writes into the folder{" "}
        <code className="font-mono text-ink">TRAINWIRE_RUN_DIR</code>, such as checkpoints and models.
      </p>
    </section>
  );
}

interface DeleteDialogProps {
  readonly artifact: Artifact;
  readonly act: () => Promise<void>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function DeleteDialog({ artifact, act, onDone, onClose }: DeleteDialogProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      await act();
      onDone();
      onClose();
    } catch (error) {
      setProblem(problemText(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title="Delete a file" onClose={onClose}>
      <p className="text-muted">
        <span className="font-mono text-ink wrap-anywhere">{artifact.path}</span> goes, for good.
        {artifact.kind === "checkpoint" && " The training can no longer go on from it."}
      </p>
      {problem !== null && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      <DialogButtons
        action="Delete"
        isDangerous
        isBusy={isBusy}
        onAction={() => void run()}
        onClose={onClose}
      />
    </Dialog>
  );
}
