/** Bounds of version 1. A server tells those that concern a viewer in its `welcome`. */
export const limits = {
  /** Largest frame a viewer may send, in bytes; a larger one is closed with 1009. */
  maxFrameBytes: 64 * 1024,
  /** Largest ingest body, in bytes; a larger one is answered with 413. */
  maxIngestBytes: 4 * 1024 * 1024,
  /** Most records in one ingest request; one with more is refused whole with 413. */
  maxIngestRecords: 10_000,
  /** Most trainings one socket may be subscribed to. */
  maxSubscriptions: 1024,
  /** Most named metrics in one report. */
  maxMetrics: 512,
  /** Longest name of a metric, in characters. */
  maxMetricNameLength: 128,
  /** Most updates in one page of `GET …/updates`. */
  maxPageUpdates: 5000,
  /** Most trainings in one page of `GET /trainings`, and in a snapshot of the list. */
  maxPageTrainings: 1000,
  /** Most metrics of a training that have a series: the first reported ones; later names have none. */
  maxSeriesMetrics: 512,
  /** Most series in one answer of `GET …/series`. */
  maxAnswerSeries: 50,
  /** Most buckets of one series that may be asked for. */
  maxSeriesPoints: 2000,
  /** Most attempts whose values may lie in the range of one series: each is a bucket at least. */
  maxSeriesAttempts: 2000,
  /** Most bytes of one answer of `GET …/logs`. */
  maxLogPageBytes: 1024 * 1024,
  /** Most artifacts in one answer of `GET …/artifacts`; those after them are counted only. */
  maxListedArtifacts: 10_000,
  /** Longest long-poll, in seconds. */
  maxWaitSeconds: 60,
  /** Deepest nesting of the `config` and `params` that a training is registered or started with. */
  maxConfigDepth: 64,
  /** Longest notes on a training, in characters. */
  maxNotesLength: 16_384,
  /** Most messages of a socket that may wait for an answer before it is closed with 1008. */
  maxWaitingMessages: 4096,
  /** Most malformed messages a socket may send before it is closed with 1008. */
  maxBadMessages: 100,
} as const;
