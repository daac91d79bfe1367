import { Eye, EyeOff } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { CommandLine } from "../../shared/ui/command-line.tsx";
import { lockWords, malformedToken, problemWords } from "./login-words.ts";
import { useSession } from "./session-context.tsx";
import type { LockReason } from "./session-state.ts";

/** Takes a token and trades it for a session. The token stays in the field, and goes with it. */
export function LoginPage({ reason }: { reason: LockReason }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center px-3 py-10 sm:px-6">
      <title>Log in · Trainwire</title>
      <div className="card flex flex-col gap-5 p-5 sm:p-7">
        <div className="flex items-center gap-2.5 text-[0.9375rem] font-semibold tracking-tight">
          <img src="/icon.svg" alt="" width={24} height={24} />
          Trainwire
        </div>
        <div className="flex flex-col gap-1.5">
          <h1 className="text-xl font-semibold tracking-tight">Log in</h1>
          <p className="text-muted">{lockWords[reason]}</p>
        </div>
        <LoginForm />
        <div className="border-t border-line pt-4">
          <CommandLine label="No token? An admin makes one" command={createToken()} />
        </div>
      </div>
    </main>
  );
}

function createToken(): string {
  return [
    "TRAINWIRE_TOKEN=tw_…",
    "trainwire-server token create",
    `--server ${window.location.origin}`,
    "--name viewer --scope read",
  ].join(" \\\n  ");
}

function LoginForm() {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isShown, setShown] = useState(false);
  useEffect(() => input.current?.focus(), []);

  const tell = (words: string): void => {
    setProblem(words);
    input.current?.focus();
    input.current?.select();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isBusy) return;
    const token = input.current?.value.trim() ?? "";
    const malformed = malformedToken(token);
    if (malformed !== null) return tell(malformed);
    setBusy(true);
    void session.logIn(token).then((failure) => {
      setBusy(false);
      if (failure !== null) tell(problemWords(failure));
    });
  };

  const Toggle = isShown ? EyeOff : Eye;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {/* Password managers file a token under a name. */}
      <input type="text" name="username" autoComplete="username" value="trainwire" readOnly hidden />
      <div className="flex flex-col gap-1.5">
        <label htmlFor="token" className="font-medium">
          Token
        </label>
        <div className="relative">
          <input
            ref={input}
            id="token"
            name="token"
            type={isShown ? "text" : "password"}
            autoComplete="current-password"
            autoCapitalize="none"
            spellCheck={false}
            placeholder="tw_…"
            aria-invalid={problem !== null}
            aria-describedby={problem === null ? undefined : "token-problem"}
            onChange={() => setProblem(null)}
            className={`h-10 w-full rounded-lg border bg-canvas pr-11 pl-3 font-mono text-base sm:text-[0.8125rem] placeholder:text-faint ${problem === null ? "border-line-strong" : "border-bad"}`}
          />
          <button
            type="button"
            onClick={() => setShown(!isShown)}
            aria-pressed={isShown}
            aria-label="Show the token"
            className="absolute inset-y-1 right-1 grid w-8 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink"
          >
            <Toggle aria-hidden="true" size={16} />
          </button>
        </div>
        <p id="token-problem" role="alert" className="text-bad empty:hidden">
          {problem}
        </p>
      </div>
      <button
        type="submit"
        aria-disabled={isBusy}
        className="h-10 rounded-lg bg-accent font-semibold text-surface hover:opacity-90 aria-disabled:opacity-60"
      >
        {isBusy ? "Logging in…" : "Log in"}
      </button>
    </form>
  );
}
