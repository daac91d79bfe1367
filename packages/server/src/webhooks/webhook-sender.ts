import pRetry, { AbortError } from "p-retry";
import { Agent, request } from "undici";
import type { Webhook, WebhookOutcome, Webhooks } from "../core/webhooks.ts";
import { version } from "../version.ts";
import { isPrivateHost, lookUpPublic, PrivateAddressError } from "./public-address.ts";
import { signatureOf } from "./sign-webhook.ts";

/** How webhooks are sent. */
export interface WebhookOptions {
  /** Whether they may go to addresses that are not public. Default false. */
  readonly allowPrivateAddresses: boolean;
  /** How often each is tried. Default 6. */
  readonly attempts: number;
  /** Time before it is tried again; it doubles each time, and varies. Default 2 s. */
  readonly retryMs: number;
  /** Time that an answer may take. Default 10 s. */
  readonly timeoutMs: number;
}

const defaults: WebhookOptions = {
  allowPrivateAddresses: false,
  attempts: 6,
  retryMs: 2000,
  timeoutMs: 10_000,
};

/** Most webhooks under way; what comes above is not sent. */
const maxUnderWay = 200;
/** How much of an answer is read, so that its connection can be used again. */
const maxAnswerBytes = 16 * 1024;

/** Sends webhooks by HTTP. */
export class WebhookSender implements Webhooks {
  readonly #options: WebhookOptions;
  readonly #agent: Agent;
  readonly #stopping = new AbortController();
  #underWay = 0;

  constructor(options: Partial<WebhookOptions> = {}) {
    this.#options = { ...defaults, ...options };
    const { allowPrivateAddresses, timeoutMs } = this.#options;
    this.#agent = new Agent({
      connect: { timeout: timeoutMs, ...(!allowPrivateAddresses && { lookup: lookUpPublic }) },
      connections: 8,
    });
  }

  async send(webhook: Webhook): Promise<WebhookOutcome> {
    if (this.#underWay >= maxUnderWay) {
      return { state: "failed", problem: `${maxUnderWay} others were under way` };
    }
    const { attempts, retryMs } = this.#options;
    const { signal } = this.#stopping;
    this.#underWay += 1;
    try {
      const retries = { retries: attempts - 1, minTimeout: retryMs, randomize: true, signal };
      await pRetry(() => this.#post(webhook), retries);
      return { state: "delivered" };
    } catch (error) {
      if (signal.aborted) return { state: "unsent" };
      return { state: "failed", problem: problemOf(error) };
    } finally {
      this.#underWay -= 1;
    }
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#agent.destroy();
  }

  /** @throws AbortError if trying again would not help */
  async #post(webhook: Webhook): Promise<void> {
    const { allowPrivateAddresses, timeoutMs } = this.#options;
    const { hostname } = new URL(webhook.url);
    if (!allowPrivateAddresses && isPrivateHost(hostname))
      throw new AbortError(new PrivateAddressError(hostname));
    const { statusCode, body } = await request(webhook.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": `trainwire/${version}`,
        ...signatureOf(webhook, Date.now()),
      },
      body: webhook.body,
      dispatcher: this.#agent,
      signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(timeoutMs)]),
    }).catch((error: unknown) => {
      throw error instanceof PrivateAddressError ? new AbortError(error) : error;
    });
    await body.dump({ limit: maxAnswerBytes });
    if (statusCode >= 200 && statusCode < 300) return;
    const refused = new UnacceptedError(statusCode);
    throw isWorthARetry(statusCode) ? refused : new AbortError(refused);
  }
}

/** An answer that does not acknowledge a webhook. */
class UnacceptedError extends Error {
  constructor(status: number) {
    super(`answered ${status}${status >= 300 && status < 400 ? ", and redirects are not followed" : ""}`);
  }
}

function isWorthARetry(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}

function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "gave no answer in time";
  return error.message.slice(0, 500);
}
