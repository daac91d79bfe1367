/** What a proof writes down while it runs, and the judge reads afterwards. */

/** One thing that happened to a viewer of one training, in the order it happened. */
export type ViewerEvent =
  /** It asked for the updates after a position, or, without one, from now on. */
  | { readonly kind: "asked"; readonly afterSeq?: number }
  | { readonly kind: "confirmed"; readonly seq: number; readonly streamId: string }
  /** The whole state: at the start, or in place of what a slow viewer missed. */
  | { readonly kind: "snapshot"; readonly seq: number; readonly text: string }
  | { readonly kind: "update"; readonly seq: number; readonly text: string }
  /** An update that was fetched from REST to fill a hole. */
  | { readonly kind: "filled"; readonly seq: number; readonly text: string }
  | { readonly kind: "reset"; readonly reason: string }
  /** The end was announced: `training_completed`, a flat `complete: true`, or a page's `ended`. */
  | { readonly kind: "end"; readonly seq: number }
  | { readonly kind: "closed"; readonly code: number };

/** How a viewer watches. `client` is our own client library; the others are written here, from PROTOCOL.md. */
export type ViewerKind = "envelope" | "flat" | "poller" | "client";

/** The record of one viewer of one training. */
export interface ViewerHistory {
  readonly viewer: string;
  readonly kind: ViewerKind;
  readonly trainId: string;
  /** Whether so much is sent that a slow viewer may get the newest state in place of every update. */
  readonly mayLag: boolean;
  readonly events: ViewerEvent[];
}

/** What became of a record that a trainer sent. */
export type Fate = "unknown" | "acknowledged" | "refused";

/** One record that a trainer sent, maybe several times. */
export interface SentRecord {
  /** Stands in the record's `phase`, and is unique in the proof. */
  readonly mark: string;
  readonly producerId: string | undefined;
  readonly attempt: number;
  fate: Fate;
}

/** One stored update, as REST gives it when all is over. */
export interface LoggedUpdate {
  readonly seq: number;
  readonly text: string;
}

/** All that is known of one training. */
export interface TrainingHistory {
  readonly trainId: string;
  readonly streamId: string;
  readonly log: readonly LoggedUpdate[];
  /** In the order of each producer's own numbering. */
  readonly sent: readonly SentRecord[];
  readonly viewers: readonly ViewerHistory[];
}

/** What can be wrong. */
export type FindingCode =
  | "lost"
  | "repeated"
  | "reordered"
  | "changed"
  | "terminal"
  | "unfinished"
  | "reset"
  | "skipped"
  | "refused_but_stored"
  | "log"
  | "leak"
  | "crash"
  | "answer"
  | "slow"
  | "memory"
  | "false_alarm"
  | "no_alarm";

/** One thing that was found to be wrong. */
export interface Finding {
  readonly code: FindingCode;
  /** Who saw it: a viewer, a trainer, a training or the server. */
  readonly who: string;
  readonly what: string;
}
