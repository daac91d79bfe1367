import type { Bands } from "./bands.ts";
import type { Checks } from "./checks.ts";
import type { Trace } from "./trace.ts";

/** What the actors of one case share. */
export interface Stage {
  /** http(s) base of the target. */
  readonly url: URL;
  readonly bands: Bands;
  readonly checks: Checks;
  readonly trace: Trace;
  /** Aborts when the case ends: nothing of it goes on. */
  readonly ended: AbortSignal;
}
