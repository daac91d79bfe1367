import type { TrainwireClient } from "@trainwire/client";
import type { Alert, AlertList } from "@trainwire/protocol";
import { useSyncExternalStore } from "react";
import { problemText } from "../../shared/problem-text.ts";

const periodMs = 5000;

/** What is known of the server's alerts. */
export interface AlertFeedState {
  /** Null until the first answer. */
  readonly list: AlertList | null;
  readonly problem: string | null;
}

/** The alerts of a server, asked for every five seconds while somebody looks; new ones are told by the browser. */
export class AlertFeed {
  readonly #client: TrainwireClient;
  readonly #listeners = new Set<() => void>();
  #state: AlertFeedState = { list: null, problem: null };
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(client: TrainwireClient) {
    this.#client = client;
  }

  readonly get = (): AlertFeedState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) {
      this.#timer = setInterval(() => void this.refresh(), periodMs);
      void this.refresh();
    }
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) clearInterval(this.#timer);
    };
  };

  /** Asks now. */
  async refresh(): Promise<void> {
    const before = this.#state.list;
    try {
      const list = await this.#client.alerts.list();
      this.#state = { list, problem: null };
      if (before !== null) for (const alert of newAmong(list, before)) notify(alert);
    } catch (error) {
      this.#state = { list: before, problem: problemText(error) };
    }
    for (const listener of this.#listeners) listener();
  }
}

const feeds = new WeakMap<TrainwireClient, AlertFeed>();

/** The one feed of a client. */
export function feedOf(client: TrainwireClient): AlertFeed {
  const known = feeds.get(client) ?? new AlertFeed(client);
  feeds.set(client, known);
  return known;
}

/** The newest alerts, kept up while the component is there. */
export function useAlerts(client: TrainwireClient): AlertFeedState {
  const feed = feedOf(client);
  return useSyncExternalStore(feed.subscribe, feed.get);
}

/** What somebody has to be told of. */
export function newAmong(list: AlertList, before: AlertList): readonly Alert[] {
  const known = new Set(before.alerts.map(({ alert_id }) => alert_id));
  return list.alerts.filter(
    ({ alert_id, muted, acknowledged_at: seen }) => !known.has(alert_id) && !muted && seen === undefined,
  );
}

function notify({ alert_id, rule_name, reason, train_id }: Alert): void {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  // Several open pages show one with the same tag once.
  const shown = new Notification(`${rule_name}: ${train_id}`, { body: reason, tag: alert_id });
  shown.addEventListener("click", () => {
    window.focus();
    window.location.assign(`/trainings/${encodeURIComponent(train_id)}`);
  });
}
