import type { Assignment, ProcessEnd } from "./trainer-target.ts";

/** A client that the suite has started. Disposing of it kills whatever is left of it. */
export interface ClientProcess extends AsyncDisposable {
  /** Resolves when it has ended. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Has something done with each line of its standard output. */
  onLine(read: (line: string) => void): void;
}

/** The client under test, and how long it may take to show its first update. */
export interface ClientUnderTest {
  readonly target: ClientTarget;
  readonly speakMs: number;
}

/** A client that can be started again and again: each time it follows one training. */
export interface ClientTarget extends AsyncDisposable {
  /** How it was named on the command line. */
  readonly description: string;
  /** Whether it shows its user every update, or only the newest state. */
  readonly shows: "every" | "newest";
  /**
   * Starts it.
   *
   * @throws ConformanceError `cannot_start` if it cannot be started at all.
   */
  start(assignment: Assignment): Promise<ClientProcess>;
}
