import { joinSeriesNames, type SeriesAnswer, type SeriesAxis } from "@trainwire/protocol";

/** What is asked of the series of a training. Defaults: every metric, 1000 points, over the steps, all of the log. */
export interface SeriesRequest {
  /** `loss` and the like, or `metrics.NAME`. */
  readonly metrics?: readonly string[];
  /** Most buckets of a series. */
  readonly points?: number;
  readonly x?: SeriesAxis;
  /** The range of x, both ends included; for `time` in milliseconds since the epoch. */
  readonly from?: number;
  readonly to?: number;
  /** Rounds values to so many significant digits, for a smaller answer. */
  readonly digits?: number;
}

/** How series are asked for. */
export interface SeriesOptions {
  /** Of an earlier answer to the same request: the server may then say that nothing has changed. */
  readonly etag?: string | null;
  readonly signal?: AbortSignal;
}

/** The series of a training, or that they are still those of `etag`. */
export type SeriesResult =
  | { readonly kind: "unchanged" }
  | { readonly kind: "changed"; readonly answer: SeriesAnswer; readonly etag: string | null };

/** The request as a query string carries it. */
export function seriesQuery(request: SeriesRequest): Record<string, string | number | undefined> {
  const { metrics, ...rest } = request;
  return { ...rest, ...(metrics && { metrics: joinSeriesNames(metrics) }) };
}
