import type { Alert, Details, TrainingState } from "@trainwire/protocol";
import type { AlertBook } from "./alert-book.ts";
import { type Judge, judgeOf, type Verdict } from "./alert-judges.ts";
import { type AlertRules, isFor, type StoredRule } from "./alert-rules.ts";
import type { Clock } from "./clock.ts";
import { TrainwireServerError } from "./errors.ts";
import { recordAll } from "./run-events.ts";
import { alertRecord } from "./server-events.ts";
import type { Training } from "./training.ts";
import type { Trainings } from "./trainings.ts";
import type { Webhooks } from "./webhooks.ts";

const checkIntervalMs = 1000;

/** What the watch works on. */
export interface AlertWatchOptions {
  readonly trainings: Trainings;
  readonly rules: AlertRules;
  readonly book: AlertBook;
  readonly webhooks: Webhooks;
  readonly clock: Clock;
  /** Is told if an alert could not be kept; what still has its cause is tried again. */
  readonly onError: (error: unknown) => void;
}

/** The rules that are for a training, as they and it were when that was last looked at. */
interface Watched {
  readonly rules: AlertRules["all"];
  readonly recordVersion: number;
  readonly judges: ReadonlyMap<StoredRule, Judge>;
}

/** Judges every update of every training by the rules, and tells what they find. */
export class AlertWatch {
  readonly #options: AlertWatchOptions;
  readonly #watched = new WeakMap<Training, Watched>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #stops: readonly (() => void)[];

  constructor(options: AlertWatchOptions) {
    this.#options = options;
    const { trainings, clock } = options;
    this.#stops = [
      trainings.onUpdate((training, state, details) => this.#onUpdate(training, state, details)),
      trainings.onChange((training) => {
        if (training.isDeleted) this.#do(() => options.book.forget(training.id));
      }),
      clock.every(checkIntervalMs, () => this.#onTime()),
    ];
  }

  /** Takes up what an earlier server left: webhooks to be sent, causes that went with their training. */
  takeUp(): void {
    const { book, trainings, rules } = this.#options;
    for (const alert of book.newest) {
      const rule = rules.find(alert.rule_id);
      if (alert.delivery === "pending" && rule) this.#do(() => this.#deliver(alert, rule));
    }
    for (const alert of book.firing) {
      this.#do(async () => {
        const training = await trainings.find(alert.train_id);
        if (!training || training.head.state.complete) await this.#resolve(alert);
      });
    }
  }

  /** Ends it; resolves when nothing is under way any more. */
  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.#options.webhooks.close();
    await Promise.all(this.#underWay);
  }

  #onUpdate(training: Training, state: TrainingState, details: Details): void {
    // An alert says nothing new.
    if (details.event?.kind === "alert") return;
    const nowMs = this.#options.clock.nowMs();
    for (const [rule, judge] of this.#judgesOf(training, nowMs)) {
      this.#take(training, rule, judge.onUpdate(state, details, nowMs));
    }
    if (!state.complete) return;
    for (const alert of this.#options.book.firing) {
      if (alert.train_id === training.id) this.#do(() => this.#resolve(alert));
    }
  }

  #onTime(): void {
    const { rules, trainings, clock } = this.#options;
    if (!rules.all.some(({ value }) => value.kind === "no_progress")) return;
    const nowMs = clock.nowMs();
    for (const training of trainings.inUse()) {
      for (const [rule, judge] of this.#judgesOf(training, nowMs)) {
        this.#take(training, rule, judge.onTime?.(training.head.state, nowMs));
      }
    }
  }

  /** What was learnt of a rule that has not changed is kept when others do. */
  #judgesOf(training: Training, nowMs: number): ReadonlyMap<StoredRule, Judge> {
    const { all } = this.#options.rules;
    const before = this.#watched.get(training);
    const { version, value: record } = training.record;
    if (before?.rules === all && before.recordVersion === version) return before.judges;
    const judges = new Map<StoredRule, Judge>();
    for (const { value: rule } of all) {
      if (!isFor(rule, record)) continue;
      judges.set(rule, before?.judges.get(rule) ?? judgeOf(rule.kind, rule.threshold, nowMs));
    }
    this.#watched.set(training, { rules: all, recordVersion: version, judges });
    return judges;
  }

  #take(training: Training, rule: StoredRule, verdict: Verdict): void {
    if (!verdict) return;
    const firing = this.#options.book.firingOf(rule.rule_id, training.id);
    if (verdict.fires && !firing) this.#do(() => this.#fire(training, rule, verdict.reason));
    if (!verdict.fires && firing) this.#do(() => this.#resolve(firing));
  }

  /** The alert is kept first: whoever fails after it does not alert twice. */
  async #fire(training: Training, rule: StoredRule, reason: string): Promise<void> {
    const { book, clock } = this.#options;
    const nowMs = clock.nowMs();
    const at = new Date(nowMs).toISOString();
    const isRuleMuted = rule.muted_until !== undefined && Date.parse(rule.muted_until) > nowMs;
    const muted = isRuleMuted || book.isMuted(training.id, nowMs);
    const isSent = !muted && rule.webhook_url !== undefined;
    const alert: Alert = {
      alert_id: `alert-${crypto.randomUUID()}`,
      rule_id: rule.rule_id,
      rule_name: rule.name,
      kind: rule.kind,
      train_id: training.id,
      reason,
      at,
      muted,
      // An end is no state that goes.
      ...((rule.kind === "finished" || rule.kind === "failed") && { resolved_at: at }),
      ...(isSent && { delivery: "pending" }),
    };
    await book.add(alert);
    const delivered = isSent ? this.#deliver(alert, rule) : undefined;
    await recordAll(training, () => [alertRecord(alert)]);
    await delivered;
  }

  async #resolve({ alert_id }: Alert): Promise<void> {
    const { book, clock } = this.#options;
    await book.change(alert_id, { resolved_at: new Date(clock.nowMs()).toISOString() });
  }

  async #deliver(alert: Alert, { webhook_url: url, webhook_secret: secret }: StoredRule): Promise<void> {
    const { book, webhooks } = this.#options;
    const { alert_id: id, delivery: _delivery, ...told } = alert;
    if (url === undefined || secret === undefined) return;
    const outcome = await webhooks.send({ id, url, secret, body: JSON.stringify({ alert_id: id, ...told }) });
    if (outcome.state === "unsent") return;
    const problem = outcome.state === "failed" ? { delivery_problem: outcome.problem } : {};
    await book.change(id, { delivery: outcome.state, ...problem });
  }

  #do(work: () => Promise<void>): void {
    const done = work()
      .catch((error: unknown) => {
        // A full disk is told by readiness.
        if (error instanceof TrainwireServerError && error.code === "storage_unavailable") return;
        this.#options.onError(error);
      })
      .finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }
}
