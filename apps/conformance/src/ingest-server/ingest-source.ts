import type { Ledger } from "./ledger.ts";

/** Where a trainer publishes, and what the suite has seen of it. Emits `change` after each request. */
export interface IngestSource extends AsyncDisposable {
  /** http base for the trainer. */
  readonly url: URL;
  readonly ledger: Ledger;
  /** Whether any request came. */
  readonly hasSpoken: boolean;
  on(event: "change", listener: () => void): unknown;
  off(event: "change", listener: () => void): unknown;
}
