import type { Retention } from "@trainwire/protocol";
import type { LogExtent } from "./log.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** How far a log may grow over its limits before it is trimmed: a share, and the most. */
const slack = { share: 1 / 16, updates: 256, ms: 60 * 60 * 1000 };

/** The limits of both: an update goes once either lets it go. */
export function strictest(one: Retention, other: Retention | null): Retention {
  return {
    ...least("days", one, other),
    ...least("updates", one, other),
    ...least("bytes", one, other),
  };
}

function least(limit: keyof Retention, one: Retention, other: Retention | null): Retention {
  const given = [one[limit], other?.[limit]].filter((value) => value !== undefined);
  return given.length === 0 ? {} : { [limit]: Math.min(...given) };
}

/** Whether it limits anything. */
export function isLimited(retention: Retention): boolean {
  return Object.values(retention).some((limit) => limit !== undefined);
}

/** Whether a log has grown so far over its limits that it is to be trimmed. */
export function isDue(extent: LogExtent, retention: Retention, nowMs: number): boolean {
  const { updates = Infinity, bytes = Infinity, days = Infinity } = retention;
  const ageMs = Math.min(slack.ms, days * dayMs * slack.share);
  const grown = {
    updates: updates + Math.min(slack.updates, Math.floor(updates * slack.share)),
    bytes: bytes * (1 + slack.share),
    days: days + ageMs / dayMs,
  };
  return countToTrim(extent, grown, nowMs) > 0;
}

/** How many of the oldest updates that `extent` shows may go. The newest update never does. */
export function countToTrim(extent: LogExtent, retention: Retention, nowMs: number): number {
  const { updates = Infinity, bytes = Infinity, days = Infinity } = retention;
  let leftUpdates = extent.seq - extent.firstSeq + 1;
  let leftBytes = extent.bytes;
  let count = 0;
  for (const update of extent.oldest) {
    const receivedAtMs = update.receivedAt === null ? nowMs : Date.parse(update.receivedAt);
    const isOld = nowMs - receivedAtMs > days * dayMs;
    if (leftUpdates <= 1 || !(leftUpdates > updates || leftBytes > bytes || isOld)) break;
    leftUpdates -= 1;
    leftBytes -= update.bytes;
    count += 1;
  }
  return count;
}
