import {
  Alert,
  AlertList,
  AlertRule,
  AlertRuleList,
  type CreateAlertRule,
  type PatchAlertRule,
  type TrainId,
} from "@trainwire/protocol";
import type { EditOptions } from "./edit.ts";
import { type Rest, trainingPath } from "./rest.ts";

/** Runs a call of REST that ends with its signal, and with the client. */
export type Call = <T>(
  trainId: TrainId | null,
  signal: AbortSignal | undefined,
  call: (ended: AbortSignal) => Promise<T>,
) => Promise<T>;

/**
 * The alerts of a server that names the capability `alerts`. Each call rejects with a `TrainwireClientError`, or once its
 * signal aborts; changes need the scope control.
 */
export class Alerts {
  readonly #rest: Rest;
  readonly #call: Call;

  constructor(rest: Rest, call: Call) {
    this.#rest = rest;
    this.#call = call;
  }

  /** What the rules have found, newest first. @param limit Default 50. */
  list({ limit = 50, signal }: EditOptions & { readonly limit?: number } = {}): Promise<AlertList> {
    const given = { path: "alerts", query: { limit } };
    return this.#call(null, signal, (ended) => this.#rest.read(AlertList, given, ended));
  }

  /** The rules, newest first. */
  rules({ signal }: EditOptions = {}): Promise<AlertRuleList> {
    return this.#call(null, signal, (ended) =>
      this.#rest.read(AlertRuleList, { path: "alert-rules" }, ended),
    );
  }

  /** Makes a rule. With an address, the answer alone shows the secret that signs its webhooks. */
  createRule(rule: CreateAlertRule, { signal }: EditOptions = {}): Promise<AlertRule> {
    const given = { method: "POST", path: "alert-rules", body: JSON.stringify(rule) } as const;
    return this.#call(null, signal, (ended) => this.#rest.change(AlertRule, given, ended));
  }

  /** Changes what the patch names, or mutes the rule. */
  changeRule(ruleId: string, patch: PatchAlertRule, { signal }: EditOptions = {}): Promise<AlertRule> {
    const path = `alert-rules/${encodeURIComponent(ruleId)}`;
    const given = { method: "PATCH", path, body: JSON.stringify(patch) } as const;
    return this.#call(null, signal, (ended) => this.#rest.change(AlertRule, given, ended));
  }

  /** Removes a rule; its alerts stay. */
  deleteRule(ruleId: string, { signal }: EditOptions = {}): Promise<void> {
    const path = `alert-rules/${encodeURIComponent(ruleId)}`;
    return this.#call(null, signal, (ended) => this.#rest.delete(path, ended));
  }

  /** Notes that somebody has seen an alert. */
  acknowledge(alertId: string, { signal }: EditOptions = {}): Promise<Alert> {
    const path = `alerts/${encodeURIComponent(alertId)}/acknowledge`;
    return this.#call(null, signal, (ended) => this.#rest.change(Alert, { method: "POST", path }, ended));
  }

  /** Mutes the alerts of a training for so many seconds from now on; 0 ends it. */
  mute(trainId: TrainId, seconds: number, { signal }: EditOptions = {}): Promise<void> {
    const given = {
      method: "POST",
      path: `${trainingPath(trainId)}/mute`,
      body: JSON.stringify({ seconds }),
    } as const;
    return this.#call(trainId, signal, (ended) => this.#rest.edit(given, ended));
  }
}
