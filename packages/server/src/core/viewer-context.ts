import type { Counters } from "./counters.ts";
import type { Format } from "./format.ts";
import type { ListFeed } from "./list-feed.ts";
import type { Log } from "./log.ts";
import type { Slices } from "./slices.ts";
import type { Trainings } from "./trainings.ts";

/** What the sessions of both endpoints need of their server. */
export interface ViewerContext {
  readonly log: Log;
  readonly trainings: Trainings;
  readonly listFeed: ListFeed;
  readonly counters: Counters;
  /** What can wait for live updates. */
  readonly slices: Slices;
  /** How updates are worded in the second version; one for all sockets. */
  readonly runs: Format;
  /** Above this many unsent bytes a viewer is slow. */
  readonly maxBufferedBytes: number;
  /** Told to viewers in the welcome; a socket silent for two of them is dropped. */
  readonly heartbeatSeconds: number;
  /** What this server can do beyond the least. */
  readonly capabilities: readonly string[];
  /** Name and version of this server. */
  readonly server: string;
  /** Called with what went wrong inside the server; viewers are told `internal` only. */
  readonly onError: (error: unknown) => void;
}
