import { z } from "zod";
import { StoredText } from "./fields.ts";
import { openEnum } from "./open-enum.ts";
import { queryInteger } from "./query-number.ts";
import { TrainIds } from "./tokens.ts";

/** What a rule looks for. */
export const alertKinds = [
  "no_progress",
  "nonfinite",
  "loss_spike",
  "finished",
  "failed",
  "gpu_memory",
] as const;
/** What a rule looks for. */
export const AlertKind = z.enum(alertKinds);
/** What a rule looks for. */
export type AlertKind = z.infer<typeof AlertKind>;

/** Longest time that alerts can be muted for, in seconds: a year. */
const maxMuteSeconds = 366 * 24 * 60 * 60;
const MuteSeconds = z.int().min(0).max(maxMuteSeconds);

const Name = StoredText.min(1).max(128);
const Tags = z.array(StoredText.min(1).max(64)).max(32);
const Threshold = z.number().min(0).max(1e9);
const WebhookUrl = z
  .string()
  .max(2000)
  .regex(/^https?:\/\/[!-~]+$/i, "must be an http or https address");

/** Body of `POST /alert-rules`. */
export const CreateAlertRule = z.object({
  name: Name,
  kind: AlertKind,
  /** The ids it is for, `*` for any characters; absent: all. */
  train_ids: TrainIds.optional(),
  /** Only trainings that have all of these. */
  tags: Tags.optional(),
  /** `no_progress`: seconds. `loss_spike`: times the median. `gpu_memory`: GiB, and needed. */
  threshold: Threshold.optional(),
  /** Where alerts are sent. */
  webhook_url: WebhookUrl.optional(),
});
/** Body of `POST /alert-rules`. */
export type CreateAlertRule = z.infer<typeof CreateAlertRule>;

/** Body of `PATCH /alert-rules/{rule_id}`: what is absent stays; null takes it away. */
export const PatchAlertRule = z.object({
  name: Name.optional(),
  train_ids: TrainIds.nullable().optional(),
  tags: Tags.nullable().optional(),
  threshold: Threshold.optional(),
  webhook_url: WebhookUrl.nullable().optional(),
  /** From now on; 0 ends it. */
  mute_seconds: MuteSeconds.optional(),
});
/** Body of `PATCH /alert-rules/{rule_id}`. */
export type PatchAlertRule = z.infer<typeof PatchAlertRule>;

/** A rule by which the server alerts. */
export const AlertRule = z.object({
  rule_id: z.string().min(1).max(64),
  name: z.string(),
  kind: openEnum(alertKinds),
  train_ids: z.string().optional(),
  tags: z.array(z.string()).optional(),
  threshold: z.number().optional(),
  webhook_url: z.string().optional(),
  /** What signs its webhooks; only in the answer to the request that named the address. */
  webhook_secret: z.string().optional(),
  /** RFC 3339 UTC, as `created_at`. */
  muted_until: z.string().optional(),
  created_at: z.string(),
});
/** A rule by which the server alerts. */
export type AlertRule = z.infer<typeof AlertRule>;

/** Answer of `GET /alert-rules`: newest first. */
export const AlertRuleList = z.object({ rules: z.array(AlertRule) });
/** Answer of `GET /alert-rules`: newest first. */
export type AlertRuleList = z.infer<typeof AlertRuleList>;

/** What a rule found; also the body of a webhook. */
export const Alert = z.object({
  alert_id: z.string().min(1).max(64),
  rule_id: z.string().min(1).max(64),
  rule_name: z.string(),
  kind: openEnum(alertKinds),
  train_id: z.string().min(1).max(128),
  reason: z.string().max(1000),
  /** RFC 3339 UTC, as all of its times. */
  at: z.string(),
  /** Whether its rule or training was muted: nobody is told of it. */
  muted: z.boolean(),
  acknowledged_at: z.string().optional(),
  /** When its cause had gone. */
  resolved_at: z.string().optional(),
  /** Of its webhook, if its rule has one. */
  delivery: openEnum(["pending", "delivered", "failed"]).optional(),
  /** Why it could not be delivered. */
  delivery_problem: z.string().optional(),
});
/** What a rule found; also the body of a webhook. */
export type Alert = z.infer<typeof Alert>;

/** Query of `GET /alerts`. */
export const AlertsQuery = z.object({
  limit: queryInteger(z.int().min(1).max(1000)).default(100),
});
/** Query of `GET /alerts`. */
export type AlertsQuery = z.infer<typeof AlertsQuery>;

/** Answer of `GET /alerts`: newest first. */
export const AlertList = z.object({
  alerts: z.array(Alert),
  /** How many of all that are kept nobody has acknowledged; muted ones do not count. */
  open_count: z.int().min(0),
  /** Trainings that are muted; `until` is RFC 3339 UTC. */
  muted_trainings: z.array(z.object({ train_id: z.string().min(1).max(128), until: z.string() })),
});
/** Answer of `GET /alerts`: newest first. */
export type AlertList = z.infer<typeof AlertList>;

/** Body of `POST /trainings/{id}/mute`. */
export const MuteTraining = z.object({
  /** From now on; 0 ends it. */
  seconds: MuteSeconds,
});
/** Body of `POST /trainings/{id}/mute`. */
export type MuteTraining = z.infer<typeof MuteTraining>;
