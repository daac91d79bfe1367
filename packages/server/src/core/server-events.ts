import type { Alert, Change, Status } from "@trainwire/protocol";
import type { StoredCommand } from "./command-record.ts";

/** The server's own record of a change of status, which it makes; `reason` says why, for people. */
export function statusRecord(status: Status, reason: string, nowMs: number): Change {
  const at = new Date(nowMs).toISOString();
  return { details: { status, event: { kind: "status", status, reason, at } }, received_at: at };
}

/** The server's own record of an alert. */
export function alertRecord({ alert_id, rule_id, kind: rule, reason, at }: Alert): Change {
  return { details: { event: { kind: "alert", alert_id, rule_id, rule, reason, at } }, received_at: at };
}

/** The server's own record of a command that was asked for, or has changed. */
export function commandRecord({ command_id, name, state, reason, changed_at: at }: StoredCommand): Change {
  const event = { kind: "command", command_id, name, state, ...(reason !== undefined && { reason }), at };
  return { details: { event }, received_at: at };
}
