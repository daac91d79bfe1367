import { createHmac, randomBytes } from "node:crypto";
import type { Webhook } from "../core/webhooks.ts";

const prefix = "whsec_";

/** A secret as Standard Webhooks writes it. */
export function makeWebhookSecret(): string {
  return prefix + randomBytes(32).toString("base64");
}

/** The headers that sign a webhook (standardwebhooks.com). */
export function signatureOf({ id, secret, body }: Webhook, nowMs: number): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const key = Buffer.from(secret.slice(prefix.length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
