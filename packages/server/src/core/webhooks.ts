/** A text to be sent to somebody's address. */
export interface Webhook {
  /** Whoever gets it twice knows it by this. */
  readonly id: string;
  readonly url: string;
  /** What signs it. */
  readonly secret: string;
  readonly body: string;
}

/** What became of a webhook; `unsent`: the server stopped first. */
export type WebhookOutcome =
  | { readonly state: "delivered" | "unsent" }
  | { readonly state: "failed"; readonly problem: string };

/** The port to what sends webhooks, and tries again where that may help. */
export interface Webhooks {
  /** Never throws. */
  send(webhook: Webhook): Promise<WebhookOutcome>;
  /** Gives up what is under way; resolves when nothing is. */
  close(): Promise<void>;
}
