import type { AlertKind, AlertRule, CreateAlertRule, PatchAlertRule } from "@trainwire/protocol";
import { defaultThresholds } from "./alert-judges.ts";
import { TrainwireServerError } from "./errors.ts";
import { matchesGlob } from "./glob.ts";
import type { Records, Versioned } from "./records.ts";
import type { TrainingRecord } from "./training-record.ts";
import { Turns } from "./turns.ts";

/** Most rules of a server: each judges every update of the trainings it is for. */
const maxRules = 200;

/** A rule of this server's, as it is stored: with the secret of its webhook. */
export type StoredRule = AlertRule & { readonly kind: AlertKind; readonly threshold: number };

/** Makes the secret of a webhook: `whsec_` and the base64 of 32 random bytes. */
export type MakeSecret = () => string;

/** The rules of a server, all in memory, newest first. It alone writes them. */
export class AlertRules {
  readonly #records: Records<AlertRule>;
  readonly #makeSecret: MakeSecret;
  readonly #turns = new Turns();
  #all: readonly Versioned<StoredRule>[] = [];

  private constructor(records: Records<AlertRule>, makeSecret: MakeSecret) {
    this.#records = records;
    this.#makeSecret = makeSecret;
  }

  /** Reads what is stored. */
  static async open(records: Records<AlertRule>, makeSecret: MakeSecret): Promise<AlertRules> {
    const rules = new AlertRules(records, makeSecret);
    rules.#all = (await records.list(maxRules)) as readonly Versioned<StoredRule>[];
    return rules;
  }

  /** Newest first. It is another array whenever a rule has changed. */
  get all(): readonly Versioned<StoredRule>[] {
    return this.#all;
  }

  /** The rule of this id, if there is one. */
  find(ruleId: string): StoredRule | undefined {
    return this.#all.find(({ value }) => value.rule_id === ruleId)?.value;
  }

  /**
   * Makes a rule.
   * @throws TrainwireServerError `bad_message` without a threshold that it needs, or above the most rules;
   * `storage_unavailable`
   */
  create(request: CreateAlertRule, nowMs: number): Promise<StoredRule> {
    return this.#turns.run(async () => {
      if (this.#all.length >= maxRules) {
        throw new TrainwireServerError(
          "bad_message",
          `there are ${maxRules} rules already: remove some first`,
        );
      }
      const threshold = request.threshold ?? defaultThresholds[request.kind];
      if (threshold === undefined) {
        throw new TrainwireServerError("bad_message", `threshold: is needed by the kind ${request.kind}`);
      }
      const rule: StoredRule = {
        ...request,
        threshold,
        rule_id: `rule-${crypto.randomUUID()}`,
        created_at: new Date(nowMs).toISOString(),
        ...(request.webhook_url !== undefined && { webhook_secret: this.#makeSecret() }),
      };
      await this.#records.putIfVersion(rule.rule_id, rule, 0);
      this.#all = [{ version: 1, value: rule }, ...this.#all];
      return rule;
    });
  }

  /**
   * Changes what a patch names. A new address of a webhook gets a new secret.
   * @throws TrainwireServerError `not_found`, `storage_unavailable`
   */
  change(ruleId: string, patch: PatchAlertRule, nowMs: number): Promise<StoredRule> {
    return this.#turns.run(async () => {
      const before = this.#get(ruleId);
      const value = patched(before.value, patch, nowMs);
      const hasNewAddress = typeof patch.webhook_url === "string";
      const rule = hasNewAddress ? { ...value, webhook_secret: this.#makeSecret() } : value;
      const version = await this.#records.putIfVersion(ruleId, rule, before.version);
      if (version === undefined) throw new TrainwireServerError("internal", `somebody else wrote ${ruleId}`);
      this.#all = this.#all.map((each) => (each === before ? { version, value: rule } : each));
      return rule;
    });
  }

  /**
   * Removes a rule.
   * @throws TrainwireServerError `not_found`, `storage_unavailable`
   */
  remove(ruleId: string): Promise<void> {
    return this.#turns.run(async () => {
      const rule = this.#get(ruleId);
      await this.#records.remove(ruleId);
      this.#all = this.#all.filter((each) => each !== rule);
    });
  }

  #get(ruleId: string): Versioned<StoredRule> {
    const rule = this.#all.find(({ value }) => value.rule_id === ruleId);
    if (!rule) throw new TrainwireServerError("not_found", "there is no rule of this id");
    return rule;
  }
}

/** Whether a rule is for a training. */
export function isFor(rule: AlertRule, { train_id, tags }: TrainingRecord): boolean {
  if (rule.train_ids !== undefined && !matchesGlob(rule.train_ids, train_id)) return false;
  return rule.tags?.every((tag) => tags.includes(tag)) ?? true;
}

function patched(rule: StoredRule, patch: PatchAlertRule, nowMs: number): StoredRule {
  const { mute_seconds: muteSeconds, ...fields } = patch;
  const merged: Record<string, unknown> = { ...rule };
  for (const [name, value] of Object.entries(fields)) {
    if (value === null) delete merged[name];
    else if (value !== undefined) merged[name] = value;
  }
  if (fields.webhook_url === null) delete merged["webhook_secret"];
  if (muteSeconds === 0) delete merged["muted_until"];
  else if (muteSeconds !== undefined)
    merged["muted_until"] = new Date(nowMs + muteSeconds * 1000).toISOString();
  return merged as StoredRule;
}
