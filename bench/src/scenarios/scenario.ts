import type { Harness } from "../harness/harness.ts";
import type { Measurement } from "../measurement.ts";

/** One row of a scenario's table. */
export interface Contender {
  readonly id: string;
  /** As it is called in tables. */
  readonly title: string;
  /** What to know about it when reading its figures. */
  readonly note: string;
  /** Why it cannot run on this machine; undefined if it can. */
  whyNot(): Promise<string | undefined>;
  /** One run, from the start of a fresh server to its end. */
  measure(harness: Harness): Promise<Measurement>;
}

/** A question to the server, and those who answer it. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** What is done, in a sentence or two. */
  readonly what: string;
  /** What is counted, in the singular. */
  readonly unit: "delivery" | "update" | "viewer" | "query" | "report";
  /** What the latency is: from when to when. */
  readonly latency?: string;
  readonly contenders: readonly Contender[];
  /** The contender that ratios are taken to, if any. */
  readonly reference?: string;
  /** How often each contender runs. */
  readonly rounds: number;
}

/** How large a run is: the full one, or a quick one that shows only that everything works. */
export interface Form {
  readonly isQuick: boolean;
  /** A duration in seconds. */
  seconds(full: number): number;
  /** A number of viewers, or of updates. */
  count(full: number): number;
  rounds(full: number): number;
}

/** The form that is reported. @param rounds instead of each scenario's own number */
export function fullForm(rounds?: number): Form {
  return {
    isQuick: false,
    seconds: (full) => full,
    count: (full) => full,
    rounds: (full) => rounds ?? full,
  };
}

/** Small enough for CI: its figures mean nothing. */
export const quickForm: Form = {
  isQuick: true,
  seconds: () => 0.3,
  count: (full) => Math.max(1, Math.round(full / 20)),
  rounds: () => 1,
};
