import { Check, Copy } from "lucide-react";
import { useState } from "react";

/** A command to copy into a terminal, with a button that copies it. */
export function CommandLine({ command, label }: { command: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard?.writeText(command).then(() => setCopied(true));
  };
  const Icon = copied ? Check : Copy;
  return (
    <figure className="min-w-0">
      <figcaption className="label mb-1">{label}</figcaption>
      <div className="flex items-start gap-2 rounded-lg border border-line bg-canvas py-2 pr-2 pl-3">
        <code className="min-w-0 flex-1 py-0.5 font-mono text-xs leading-5 break-words whitespace-pre-wrap">
          {command}
        </code>
        <button
          type="button"
          onClick={copy}
          aria-label={copied ? "Copied" : `Copy: ${label}`}
          className="grid size-7 shrink-0 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink"
        >
          <Icon aria-hidden="true" size={14} />
        </button>
      </div>
    </figure>
  );
}
