import { useEffect, useEffectEvent, useState } from "react";
import { problemText } from "./problem-text.ts";

/** What the server answered, as far as it did. */
export interface Answer<T> {
  /** The newest answer; null until there is one. It stays while another is asked for, and when that fails. */
  readonly answer: T | null;
  /** Why the last time gave none, for people. */
  readonly problem: string | null;
  /** Takes what is known to be the answer by now. */
  readonly setAnswer: (answer: T) => void;
}

/** Asks the server when the component appears, and anew whenever `key` is another; null asks for nothing. */
export function useAnswer<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const [answer, setAnswer] = useState<T | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const read = useEffectEvent((_key: string, signal: AbortSignal) => ask(signal));
  useEffect(() => {
    if (key === null) return undefined;
    const abort = new AbortController();
    read(key, abort.signal).then(
      (given) => {
        if (abort.signal.aborted) return;
        setAnswer(given);
        setProblem(null);
      },
      (error: unknown) => !abort.signal.aborted && setProblem(problemText(error)),
    );
    return () => abort.abort();
  }, [key]);
  return { answer, problem, setAnswer };
}
