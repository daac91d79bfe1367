import { z } from "zod";
import { openEnum } from "./open-enum.ts";

const statuses = ["queued", "starting", "running", "paused", "completed", "failed", "cancelled"] as const;
const terminalStatuses = ["completed", "failed", "cancelled"] as const;
const healths = ["ok", "late", "stalled", "lost"] as const;

/** Where a training stands. `completed`, `failed` and `cancelled` are terminal: nothing follows them. */
export const Status = z.enum(statuses);
/** Where a training stands. `completed`, `failed` and `cancelled` are terminal: nothing follows them. */
export type Status = z.infer<typeof Status>;

/** A status as a reader meets it: a newer server may name one that this version does not know. */
export const OpenStatus = openEnum(statuses);
/** A status as a reader meets it: a newer server may name one that this version does not know. */
export type OpenStatus = z.infer<typeof OpenStatus>;

/** How far a running training can be trusted to be alive; separate from its status. */
export const Health = z.enum(healths);
/** How far a running training can be trusted to be alive; separate from its status. */
export type Health = z.infer<typeof Health>;

/** A health as a reader meets it. */
export const OpenHealth = openEnum(healths);
/** A health as a reader meets it. */
export type OpenHealth = z.infer<typeof OpenHealth>;

/** Whether a status ends its training. */
export function isTerminal(status: OpenStatus): status is (typeof terminalStatuses)[number] {
  return (terminalStatuses as readonly string[]).includes(status);
}
