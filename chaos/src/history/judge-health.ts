import type { Finding, LoggedUpdate } from "./history.ts";

/** Longest time between the end of a promise and the alarm. */
const alarmWithinMs = 10_000;

/** What a log says of a training's health. */
export interface HealthVerdict {
  readonly findings: readonly Finding[];
  /** Times between two reports that were longer than promised by more than an alarm may take. */
  readonly overdue: number;
  /** The longest time from the end of a promise to its alarm, in milliseconds. */
  readonly slowestAlarmMs: number;
}

interface Update {
  readonly data: {
    readonly received_at: string;
    readonly details: {
      readonly expect_next_in_seconds?: number;
      readonly event?: {
        readonly kind: string;
        readonly health?: string;
        readonly reason?: string;
        readonly at: string;
      };
    };
  };
}

/**
 * Judges every alarm of a log, and every silence without one, by what the trainer promised and when the server received
 * it: none before the promise is up, one within 10 s after it, and with a reason.
 * @param alarm The health that the first alarm of a silence has to name.
 */
export function judgeHealth(
  who: string,
  log: readonly LoggedUpdate[],
  alarm: "stalled" | "late",
): HealthVerdict {
  const findings: Finding[] = [];
  const find = (code: Finding["code"], what: string) => void findings.push({ code, who, what });
  let overdue = 0;
  let slowestAlarmMs = 0;
  let dueMs = Number.POSITIVE_INFINITY;
  let promiseSeconds: number | undefined;
  let alarmedMs: number | undefined;
  for (const { seq, text } of log) {
    const { received_at, details } = (JSON.parse(text) as Update).data;
    const { event } = details;
    if (event?.kind === "health") {
      const atMs = Date.parse(event.at);
      if (!event.reason) find("log", `seq ${seq} gives no reason for ${event.health}`);
      if (event.health === "ok") continue;
      if (atMs <= dueMs)
        find("false_alarm", `seq ${seq}: ${event.health} ${(dueMs - atMs) / 1000} s before it was due`);
      if (alarmedMs === undefined && event.health !== alarm)
        find("log", `seq ${seq}: ${event.health}, not ${alarm}`);
      alarmedMs ??= atMs;
      continue;
    }
    if (event) continue;
    const atMs = Date.parse(received_at);
    if (atMs > dueMs + alarmWithinMs) {
      overdue += 1;
      const tookMs = (alarmedMs ?? Number.POSITIVE_INFINITY) - dueMs;
      if (tookMs > alarmWithinMs)
        find("no_alarm", `before seq ${seq}: none within 10 s of a promise that was up`);
      else slowestAlarmMs = Math.max(slowestAlarmMs, tookMs);
    }
    promiseSeconds = details.expect_next_in_seconds ?? promiseSeconds;
    dueMs = promiseSeconds === undefined ? Number.POSITIVE_INFINITY : atMs + promiseSeconds * 1000;
    alarmedMs = undefined;
  }
  return { findings, overdue, slowestAlarmMs };
}
