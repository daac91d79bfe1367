import type { ErrorComponentProps } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import { Notice } from "../shared/ui/notice.tsx";

/** In place of a page that failed: what went wrong, and how to go on. */
export function PageError({ error }: ErrorComponentProps) {
  return (
    <Notice icon={TriangleAlert} title="This page failed">
      <p className="font-mono text-xs break-words">
        {error instanceof Error ? error.message : String(error)}
      </p>
      <p>The trainings themselves are not touched by this. Reload the page to go on.</p>
      <button
        type="button"
        onClick={() => window.location.reload()}
        className="h-8 self-start rounded-md border border-line px-3 font-medium text-ink hover:border-line-strong"
      >
        Reload
      </button>
    </Notice>
  );
}
