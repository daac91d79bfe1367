import { CircleUserRound } from "lucide-react";
import { type FocusEvent, type KeyboardEvent, useRef, useState } from "react";
import { problemWords } from "./login-words.ts";
import { useSession, useSessionState } from "./session-context.tsx";
import type { Holder } from "./session-state.ts";

/** Who is logged in, and the way out; nothing where no token is needed. */
export function SessionMenu() {
  const state = useSessionState();
  return state.phase === "inside" ? <HolderMenu holder={state.holder} /> : null;
}

function HolderMenu({ holder }: { holder: Holder }) {
  const details = useRef<HTMLDetailsElement>(null);
  const summary = useRef<HTMLElement>(null);
  const close = (): void => {
    if (details.current) details.current.open = false;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !details.current?.open) return;
    close();
    summary.current?.focus();
  };
  const onBlur = (event: FocusEvent): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) close();
  };
  return (
    <details ref={details} onKeyDown={onKeyDown} onBlur={onBlur} className="relative">
      <summary
        ref={summary}
        title={`Logged in as ${holder.name}`}
        className="card flex h-8 cursor-pointer list-none items-center gap-2 rounded-full px-[0.4375rem] text-muted hover:text-ink md:pr-3 [&::-webkit-details-marker]:hidden"
      >
        <CircleUserRound aria-hidden="true" size={16} />
        <span className="sr-only">Logged in as </span>
        <span className="sr-only md:not-sr-only md:max-w-40 md:truncate">{holder.name}</span>
      </summary>
      <HolderCard holder={holder} />
    </details>
  );
}

function HolderCard({ holder }: { holder: Holder }) {
  const session = useSession();
  const [problem, setProblem] = useState<string | null>(null);
  const leave = (): void => {
    void session.logOut().then((failure) => setProblem(failure && problemWords(failure)));
  };
  return (
    <div
      // Keeps the focus inside when somebody clicks on its text.
      tabIndex={-1}
      className="card absolute right-0 z-20 mt-2 flex w-64 max-w-[calc(100vw-3rem)] flex-col gap-3 border-line-strong p-4 shadow-lg outline-none"
    >
      <dl className="flex flex-col gap-3">
        <Fact name="Logged in as" value={holder.name} />
        <Fact name="May" value={holder.scopes.join(", ")} />
        {holder.trainIds !== null && <Fact name="Trainings" value={holder.trainIds} isCode />}
      </dl>
      <button
        type="button"
        onClick={leave}
        className="h-8 rounded-md border border-line px-3 font-medium text-ink hover:border-line-strong"
      >
        Log out
      </button>
      <p role="alert" className="text-bad empty:hidden">
        {problem}
      </p>
    </div>
  );
}

function Fact({ name, value, isCode = false }: { name: string; value: string; isCode?: boolean }) {
  return (
    <div>
      <dt className="label">{name}</dt>
      <dd className={`break-words ${isCode ? "font-mono text-xs" : "font-medium"}`}>{value}</dd>
    </div>
  );
}
