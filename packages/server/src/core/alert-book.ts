import type { Alert } from "@trainwire/protocol";
import { z } from "zod";
import { TrainwireServerError } from "./errors.ts";
import type { Listed, Records } from "./records.ts";
import { Turns } from "./turns.ts";

/** How many alerts are kept; the oldest make room. */
const maxAlerts = 1000;
const pageSize = 500;

/** Until when the alerts of a training are muted; RFC 3339 UTC. */
export const MuteRecord = z.object({ train_id: z.string(), until: z.string() });
/** Until when the alerts of a training are muted. */
export type MuteRecord = z.infer<typeof MuteRecord>;

interface Entry {
  alert: Alert;
  version: number;
}

/** What the rules have found, and which trainings are muted: all in memory. It alone writes them. */
export class AlertBook {
  readonly #alerts: Records<Alert>;
  readonly #mutes: Records<MuteRecord>;
  readonly #turns = new Turns();
  /** Oldest first. */
  readonly #byId = new Map<string, Entry>();
  /** Those whose cause has not gone, by rule and training. */
  readonly #firing = new Map<string, Entry>();
  readonly #mutedUntil = new Map<string, { readonly version: number; readonly until: string }>();

  private constructor(alerts: Records<Alert>, mutes: Records<MuteRecord>) {
    this.#alerts = alerts;
    this.#mutes = mutes;
  }

  /** Reads what is stored. */
  static async open(alerts: Records<Alert>, mutes: Records<MuteRecord>): Promise<AlertBook> {
    const book = new AlertBook(alerts, mutes);
    for (const { value: alert, version } of (await alerts.list(maxAlerts)).toReversed()) {
      book.#keep({ alert, version });
    }
    let page: readonly Listed<MuteRecord>[] = [];
    do {
      page = await mutes.list(pageSize, page.at(-1)?.cursor);
      for (const { id, version, value } of page) book.#mutedUntil.set(id, { version, until: value.until });
    } while (page.length === pageSize);
    return book;
  }

  /** Newest first. */
  get newest(): readonly Alert[] {
    return Array.from(this.#byId.values(), ({ alert }) => alert).toReversed();
  }

  /** Those whose cause has not gone. */
  get firing(): readonly Alert[] {
    return Array.from(this.#firing.values(), ({ alert }) => alert);
  }

  /** The alert of a rule at a training whose cause has not gone. */
  firingOf(ruleId: string, trainId: string): Alert | undefined {
    return this.#firing.get(keyOf({ rule_id: ruleId, train_id: trainId }))?.alert;
  }

  /**
   * Keeps an alert, known at once.
   * @throws TrainwireServerError `storage_unavailable`; then it is not kept.
   */
  async add(alert: Alert): Promise<void> {
    const entry = { alert, version: 0 };
    this.#keep(entry);
    try {
      await this.#turns.run(async () => {
        entry.version = (await this.#alerts.putIfVersion(alert.alert_id, entry.alert, 0)) ?? 0;
      });
    } catch (error) {
      this.#drop(entry);
      throw error;
    }
    await this.#makeRoom();
  }

  /**
   * Changes an alert; without effect if it is kept no more.
   * @throws TrainwireServerError `storage_unavailable`
   */
  change(alertId: string, change: Partial<Alert>): Promise<Alert | undefined> {
    return this.#turns.run(async () => {
      const entry = this.#byId.get(alertId);
      if (!entry) return undefined;
      const alert = { ...entry.alert, ...change };
      const version = await this.#alerts.putIfVersion(alertId, alert, entry.version);
      if (version === undefined) throw new TrainwireServerError("internal", `somebody else wrote ${alertId}`);
      entry.alert = alert;
      entry.version = version;
      if (alert.resolved_at !== undefined && this.#firing.get(keyOf(alert)) === entry) {
        this.#firing.delete(keyOf(alert));
      }
      return alert;
    });
  }

  /**
   * Notes that what a rule found concerns nobody any more.
   * @throws TrainwireServerError `storage_unavailable`
   */
  async resolveRule(ruleId: string, nowMs: number): Promise<void> {
    for (const { alert_id, rule_id } of this.firing) {
      if (rule_id === ruleId) await this.change(alert_id, { resolved_at: new Date(nowMs).toISOString() });
    }
  }

  /** The alert of this id, if it is kept. */
  find(alertId: string): Alert | undefined {
    return this.#byId.get(alertId)?.alert;
  }

  /** The trainings that are muted. */
  muted(nowMs: number): readonly MuteRecord[] {
    return [...this.#mutedUntil].flatMap(([train_id, { until }]) =>
      Date.parse(until) > nowMs ? [{ train_id, until }] : [],
    );
  }

  /** Whether a training is muted. */
  isMuted(trainId: string, nowMs: number): boolean {
    const mute = this.#mutedUntil.get(trainId);
    return mute !== undefined && Date.parse(mute.until) > nowMs;
  }

  /**
   * Mutes a training, or ends that.
   * @param untilMs Milliseconds since the epoch; undefined ends it.
   * @throws TrainwireServerError `storage_unavailable`
   */
  mute(trainId: string, untilMs: number | undefined): Promise<void> {
    return this.#turns.run(async () => {
      if (untilMs === undefined) {
        await this.#mutes.remove(trainId);
        this.#mutedUntil.delete(trainId);
        return;
      }
      const until = new Date(untilMs).toISOString();
      const { version = 0 } = this.#mutedUntil.get(trainId) ?? {};
      const next = await this.#mutes.putIfVersion(trainId, { train_id: trainId, until }, version);
      if (next === undefined) throw new TrainwireServerError("internal", `somebody else muted ${trainId}`);
      this.#mutedUntil.set(trainId, { version: next, until });
    });
  }

  /**
   * Removes all that is kept of a training.
   * @throws TrainwireServerError `storage_unavailable`
   */
  async forget(trainId: string): Promise<void> {
    const ofIt = [...this.#byId.values()].filter(({ alert }) => alert.train_id === trainId);
    for (const entry of ofIt) await this.#remove(entry);
    if (this.#mutedUntil.has(trainId)) await this.mute(trainId, undefined);
  }

  async #makeRoom(): Promise<void> {
    for (const entry of [...this.#byId.values()].slice(0, Math.max(0, this.#byId.size - maxAlerts))) {
      await this.#remove(entry);
    }
  }

  #remove(entry: Entry): Promise<void> {
    return this.#turns.run(async () => {
      await this.#alerts.remove(entry.alert.alert_id);
      this.#drop(entry);
    });
  }

  #keep(entry: Entry): void {
    this.#byId.set(entry.alert.alert_id, entry);
    if (entry.alert.resolved_at === undefined) this.#firing.set(keyOf(entry.alert), entry);
  }

  #drop(entry: Entry): void {
    this.#byId.delete(entry.alert.alert_id);
    if (this.#firing.get(keyOf(entry.alert)) === entry) this.#firing.delete(keyOf(entry.alert));
  }
}

function keyOf({ rule_id, train_id }: { readonly rule_id: string; readonly train_id: string }): string {
  return `${rule_id} ${train_id}`;
}
