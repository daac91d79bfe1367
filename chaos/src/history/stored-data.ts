import type { LoggedUpdate } from "./history.ts";

/** The `data` of a stored update, as far as the judge reads it. */
export interface StoredData {
  readonly progress: number;
  readonly status: string;
  readonly health: string;
  readonly attempt: number;
  readonly received_at: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

const terminal = ["completed", "failed", "cancelled"];

/** Reads a `training_update`. */
export function dataOf(text: string): StoredData {
  return (JSON.parse(text) as { data: StoredData }).data;
}

/** Whether an update ends its training. */
export function isTerminal(data: StoredData): boolean {
  return terminal.includes(data.status);
}

/** The mark of the record that an update stores; none if the server made it. */
export function markOf(data: StoredData): string | undefined {
  const { phase } = data.details;
  return typeof phase === "string" ? phase : undefined;
}

/** The head of a log that is read to its end. */
export function headOf(log: readonly LoggedUpdate[]): number {
  return log.at(-1)?.seq ?? 0;
}
