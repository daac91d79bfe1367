import { Alert, AlertRule } from "@trainwire/protocol";
import type { Database } from "better-sqlite3";
import { AlertBook, MuteRecord } from "./core/alert-book.ts";
import { AlertRules } from "./core/alert-rules.ts";
import { AlertWatch } from "./core/alert-watch.ts";
import type { Clock } from "./core/clock.ts";
import type { Trainings } from "./core/trainings.ts";
import { SqliteRecords } from "./storage/sqlite/sqlite-records.ts";
import { makeWebhookSecret } from "./webhooks/sign-webhook.ts";
import { type WebhookOptions, WebhookSender } from "./webhooks/webhook-sender.ts";

/** What the alerts of a server need. */
export interface AlertParts {
  readonly trainings: Trainings;
  readonly clock: Clock;
  readonly webhooks: Partial<WebhookOptions>;
  readonly onError: (error: unknown) => void;
}

/** The rules, what they have found, and what watches by them. */
export async function openAlerts(database: Database, { webhooks, ...parts }: AlertParts) {
  const rules = await AlertRules.open(
    new SqliteRecords(database, "alert_rules", AlertRule),
    makeWebhookSecret,
  );
  const book = await AlertBook.open(
    new SqliteRecords(database, "alerts", Alert),
    new SqliteRecords(database, "alert_mutes", MuteRecord),
  );
  const watch = new AlertWatch({ ...parts, rules, book, webhooks: new WebhookSender(webhooks) });
  return { rules, book, watch };
}
