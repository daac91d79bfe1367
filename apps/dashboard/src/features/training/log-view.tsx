import { ScrollText } from "lucide-react";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useClient } from "../../shared/client-context.tsx";
import { LogTail } from "./log-tail.ts";

/** What `LogView` shows. */
export interface LogViewProps {
  readonly trainId: string;
  /** The newest attempt. */
  readonly attempt: number;
}

/** What the trainer prints, live. It stays at its end until the reader scrolls away from there. */
export function LogView({ trainId, attempt: newest }: LogViewProps) {
  const client = useClient();
  const [attempt, setAttempt] = useState<number | null>(null);
  const shown = attempt ?? newest;
  const tail = useMemo(() => new LogTail(client, trainId, shown), [client, trainId, shown]);
  const { text, isCut, ended, isAbsent, problem } = useSyncExternalStore(tail.subscribe, tail.get);
  const box = useRef<HTMLPreElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  useEffect(() => {
    const element = box.current;
    if (element !== null && isAtEnd) element.scrollTop = element.scrollHeight;
  });
  if (isAbsent) {
    return (
      <section className="card flex items-center gap-3 p-6 text-muted">
        <ScrollText aria-hidden="true" size={18} className="shrink-0" />
        <p>
          No log. The server keeps what a trainer prints if it started it, from a recipe; this one runs
          elsewhere.
        </p>
      </section>
    );
  }
  return (
    <section aria-label="Log" className="card overflow-hidden">
      <header className="flex flex-wrap items-center gap-3 px-4 py-2.5">
        {newest > 1 && (
          <label className="flex items-center gap-2 text-muted">
            Attempt
            <select
              value={shown}
              onChange={(event) => setAttempt(Number(event.target.value))}
              className="input h-7 w-auto"
            >
              {Array.from({ length: newest }, (_, i) => (
                <option key={i + 1} value={i + 1}>
                  {i + 1}
                </option>
              ))}
            </select>
          </label>
        )}
        <p className="text-muted">{problem ?? (ended ? "The attempt has ended." : "Live")}</p>
        {isCut && <p className="text-faint">Its beginning is not shown.</p>}
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
      <pre
        ref={box}
        tabIndex={0}
        aria-label="What the trainer printed"
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) =>
          setAtEnd(scrollTop + clientHeight >= scrollHeight - 24)
        }
        className="h-[28rem] overflow-auto border-t border-line bg-canvas px-4 py-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap"
      >
        {text === "" ? "Nothing was printed yet." : text}
      </pre>
    </section>
  );
}
