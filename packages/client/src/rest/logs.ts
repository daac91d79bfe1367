/** What is asked of the log of a training's trainer. */
export interface LogsRequest {
  /** Default: the newest. */
  readonly attempt?: number;
  /** In bytes, as `next_after` of the page before; default: the log's last `limit` bytes. */
  readonly after?: number;
  /** Most bytes of an answer; default 65,536. */
  readonly limit?: number;
  /** How long the server waits for more, if there is none yet; at most 10, default 0. */
  readonly waitSeconds?: number;
}

/** The request as a query string carries it. */
export function logsQuery({ waitSeconds, ...rest }: LogsRequest): Record<string, number | undefined> {
  return { ...rest, wait_seconds: waitSeconds };
}
