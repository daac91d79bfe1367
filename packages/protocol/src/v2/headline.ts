import { z } from "zod";
import { Details, type TrainingUpdate, UpdateData } from "../server-messages.ts";
import { OpenHealth, OpenStatus } from "../status.ts";

/** What an update says of the state after it, besides what was reported. */
export const Headline = UpdateData.omit({ details: true });
/** What an update says of the state after it, besides what was reported. */
export type Headline = z.infer<typeof Headline>;

/** An update without its place: what was reported, and the headline where it differs from the update before. */
export const CompactUpdate = z.object({
  /** `progress`. */
  p: z.number().optional(),
  /** `status`. */
  s: OpenStatus.optional(),
  /** `health`. */
  h: OpenHealth.optional(),
  /** `attempt`. */
  a: z.int().min(1).optional(),
  /** `received_at`: so many milliseconds after that of the update before, or itself. */
  t: z.union([z.int(), z.string(), z.null()]).optional(),
  /** `details`. */
  d: Details,
});
/** An update without its place: see the schema of the same name. */
export type CompactUpdate = z.infer<typeof CompactUpdate>;

/** The headline of a state or of an update, alone. */
export function headlineOf({ progress, status, health, attempt, received_at }: Headline): Headline {
  return { progress, status, health, attempt, received_at };
}

/** How a headline differs from the one before it. */
export function changesOf(before: Headline, after: Headline): Omit<CompactUpdate, "d"> {
  const { received_at: time } = after;
  return {
    ...(after.progress !== before.progress && { p: after.progress }),
    ...(after.status !== before.status && { s: after.status }),
    ...(after.health !== before.health && { h: after.health }),
    ...(after.attempt !== before.attempt && { a: after.attempt }),
    ...(time !== undefined && time !== before.received_at && { t: sinceOf(before.received_at, time) }),
  };
}

/** The content of an update, from the headline of the one before. */
export function expandUpdate(before: Headline, { p, s, h, a, t, d }: CompactUpdate): TrainingUpdate["data"] {
  return {
    ...before,
    ...(p !== undefined && { progress: p }),
    ...(s !== undefined && { status: s }),
    ...(h !== undefined && { health: h }),
    ...(a !== undefined && { attempt: a }),
    ...(t !== undefined && { received_at: timeOf(before.received_at, t) }),
    details: d,
  };
}

type Time = Headline["received_at"];

/** In milliseconds where that gives back the very same text, as it does for all that our servers write. */
function sinceOf(before: Time, time: string | null): number | string | null {
  if (typeof before !== "string" || time === null) return time;
  const since = Date.parse(time) - Date.parse(before);
  return Number.isSafeInteger(since) && timeOf(before, since) === time ? since : time;
}

function timeOf(before: Time, t: number | string | null): string | null {
  if (typeof t !== "number") return t;
  const time = new Date(Date.parse(before ?? "") + t);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
