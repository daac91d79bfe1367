import type { Finding } from "../history/history.ts";

/** Told, a line at a time, how a proof goes on. */
export type Say = (line: string) => void;

/** How a proof ended. It holds if nothing was found. */
export interface ProofResult {
  readonly proof: string;
  readonly seed: number;
  readonly findings: readonly Finding[];
  /** What was done and measured, by name; units are in the names. */
  readonly facts: Readonly<Record<string, number | string>>;
}

/** The line that repeats a proof. */
export function reproduction({ proof, seed }: ProofResult, options = ""): string {
  return `npm run chaos -- ${proof} --seed ${seed}${options === "" ? "" : ` ${options}`}`;
}

/** What was found, a line each, for a test's message or a terminal. */
export function describeFindings(result: ProofResult): string {
  return result.findings.map(({ code, who, what }) => `${code}: ${who}: ${what}`).join("\n");
}
