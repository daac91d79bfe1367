import type { TrainwireClient } from "@trainwire/client";
import { limits, type TrainingSummary } from "@trainwire/protocol";
import { useMemo, useState } from "react";
import { problemText } from "../../shared/problem-text.ts";

/** The trainings with those that are too old for the live list. */
export interface WithOlder {
  readonly trainings: readonly TrainingSummary[];
  /** Reads another page of older ones; null: there are none, or it is being read. */
  readonly readOlder: (() => void) | null;
  /** Why they could not be read, for people. */
  readonly problem: string | null;
}

type Reading =
  /** The live list may hold everything. */
  | { readonly phase: "none" }
  | { readonly phase: "reading" }
  | { readonly phase: "read"; readonly cursor: string | undefined };

const pageSize = limits.maxPageTrainings;

/** Adds older trainings to the live ones, a page at a time and only when somebody asks: they are as they were then. */
export function useOlderTrainings(client: TrainwireClient, live: readonly TrainingSummary[]): WithOlder {
  const [older, setOlder] = useState<readonly TrainingSummary[]>([]);
  const [reading, setReading] = useState<Reading>({ phase: "none" });
  const [problem, setProblem] = useState<string | null>(null);
  const trainings = useMemo(() => joined(live, older), [live, older]);
  const cursor = reading.phase === "read" ? reading.cursor : undefined;
  const mayHaveOlder =
    reading.phase === "none" ? live.length >= pageSize : reading.phase === "read" && cursor !== undefined;
  const read = async (): Promise<void> => {
    setReading({ phase: "reading" });
    try {
      const page = await client.trainingsPage({ limit: pageSize, cursor });
      setOlder((before) => joined(before, page.trainings));
      setReading({ phase: "read", cursor: page.next_cursor });
      setProblem(null);
    } catch (error) {
      setReading(reading);
      setProblem(problemText(error));
    }
  };
  return { trainings, readOlder: mayHaveOlder ? () => void read() : null, problem };
}

/** Both, without those of the second that the first has too. */
function joined(
  first: readonly TrainingSummary[],
  second: readonly TrainingSummary[],
): readonly TrainingSummary[] {
  if (second.length === 0) return first;
  const known = new Set(first.map(({ job_id }) => job_id));
  return [...first, ...second.filter(({ job_id }) => !known.has(job_id))];
}
