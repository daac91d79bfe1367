import type { Feed } from "./feed.ts";
import type { OpenFile } from "./open-files.ts";

/** What the files of a place say of the training's end. */
export type Ending =
  /** It goes on, or they do not say. */
  | "open"
  /** All is done, but something may be added. */
  | "done"
  /** It is over. */
  | "final";

/** The files of a place, of one shape. */
export interface SourceFiles {
  readonly ending: Ending;
  /** Stands behind all that was read: a producer and a number for what is reported of the files as a whole. */
  readonly end: { readonly id: string; readonly seq: number } | undefined;
  /** Publishes what was added. @returns whether there is more to read: each call reads a bounded part. */
  read(files: readonly OpenFile[], feed: Feed): Promise<boolean>;
}
