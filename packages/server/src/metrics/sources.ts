import type { Counters } from "../core/counters.ts";
import type { Log } from "../core/log.ts";
import type { Readiness } from "../core/readiness.ts";
import type { RequestCounts } from "../transports/rest/request-counts.ts";
import type { Connections } from "../transports/ws/connections.ts";

/** Where a server's metrics come from. */
export interface MetricsSources {
  readonly version: string;
  readonly counters: Counters;
  readonly requests: RequestCounts;
  readonly connections: Connections;
  readonly log: Log;
  readonly readiness: Readiness;
  /** Bytes of the artifacts of all trainings; undefined until they were looked at. */
  readonly artifactBytes: () => number | undefined;
  /** The sizes of the database's files, in bytes. */
  readonly storageBytes: () => { readonly database: number; readonly wal: number };
}
