import type { Bands } from "./bands.ts";
import type { Checks } from "./checks.ts";
import type { Trace } from "./trace.ts";

/** What everyone who takes part in a case shares. */
export interface Stage {
  readonly bands: Bands;
  readonly checks: Checks;
  readonly trace: Trace;
  /** What random cases begin with; default 1. */
  readonly seed?: number;
  /** Aborts when the case ends: nothing of it goes on. */
  readonly ended: AbortSignal;
}

/** A stage whose actors speak to a server. */
export interface ServerStage extends Stage {
  /** http(s) base of the server. */
  readonly url: URL;
  /** What its actors show to be let in; undefined: nothing. */
  readonly token: string | undefined;
  /** Whether viewers speak the draft of the second version, where a case does not say which. */
  readonly draft?: boolean | undefined;
}
