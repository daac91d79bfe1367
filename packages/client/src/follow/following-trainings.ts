import { limits, type TrainingsConfirmed, type TrainingsUpdate } from "@trainwire/protocol";
import { Alarm } from "../alarm.ts";
import { boundedGrowthMs, fullJitterMs } from "../backoff.ts";
import { type Observable, ObservableValue } from "../observable.ts";
import { Pace } from "../pace.ts";
import { type TrainingsSnapshot, waitingTrainings } from "./snapshot.ts";
import type { ChannelContext } from "./training-channel.ts";
import { mergeTrainings, replaceTrainings, withoutTrainings } from "./trainings-merge.ts";

/** The list of trainings, followed. */
export interface FollowingTrainings extends Disposable {
  readonly snapshot: Observable<TrainingsSnapshot>;
  /** Stops following: observers hear nothing further. */
  stop(): void;
}

/** How the list is asked for by REST: as much of it as the socket's snapshot holds, or a few to compare. */
const extents = {
  whole: { limit: limits.maxPageTrainings, take: replaceTrainings },
  newest: { limit: 100, take: mergeTrainings },
} as const;

/** Where the subscription on the socket stands. `refusals` counts those refused in a row before. */
type Subscription =
  | { readonly phase: "none" }
  /** Sent; neither the list nor an error came yet. */
  | { readonly phase: "asked"; readonly refusals: number }
  | { readonly phase: "held" }
  /** It is asked for again when the retry is due. */
  | { readonly phase: "refused" };

/** The list as all its followings share it: one subscription on the socket, or one poll. */
export class TrainingsChannel {
  readonly #context: ChannelContext;
  readonly #members = new Set<ObservableValue<TrainingsSnapshot>>();
  readonly #next: Alarm;
  readonly #retry: Alarm;
  #subscription: Subscription = { phase: "none" };
  #snapshot: TrainingsSnapshot = waitingTrainings;
  #checking: AbortController | null = null;
  #failures = 0;

  constructor(context: ChannelContext) {
    this.#context = context;
    this.#next = new Alarm(context.settings.platform.after);
    this.#retry = new Alarm(context.settings.platform.after);
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  /** @param left called once, when the following is stopped */
  join(left: () => void): FollowingTrainings {
    const value = new ObservableValue(this.#snapshot, new Pace(this.#context.settings.platform));
    const isFirst = this.isEmpty;
    this.#members.add(value);
    if (isFirst) this.pathChanged();
    if (isFirst && this.#context.connector.isConnected) this.subscribe();
    const stop = (): void => {
      if (!this.#members.delete(value)) return;
      value.silence();
      if (this.isEmpty) this.#end();
      left();
    };
    return { snapshot: value, stop, [Symbol.dispose]: stop };
  }

  /** A socket is open: subscribes. */
  subscribe(): void {
    this.#ask(0);
  }

  /** Updates take another way from now on. */
  pathChanged(): void {
    this.#stopChecking();
    this.#failures = 0;
    const { path } = this.#context.connector;
    if (path !== "socket") this.#unask();
    if (path === "rest") void this.#check("whole");
    else if (path === "socket") this.#schedule();
  }

  receive(message: TrainingsUpdate | TrainingsConfirmed): void {
    // A subscription can still fail between its confirmation and the list.
    if (message.type === "trainings_confirmed") return;
    if (message.snapshot) this.#held();
    const { take } = message.snapshot ? extents.whole : extents.newest;
    this.#set(withoutTrainings(take(this.#snapshot.trainings, message.trainings), message.removed ?? []));
  }

  /** An error came that names no training: while the list is awaited it is taken for the answer. */
  refused(): void {
    if (this.#subscription.phase !== "asked") return;
    const refusals = this.#subscription.refusals + 1;
    this.#subscription = { phase: "refused" };
    const { backoff, platform } = this.#context.settings;
    this.#retry.set(fullJitterMs(refusals, backoff, platform.random()), () => this.#ask(refusals));
    void this.#check("whole");
  }

  #ask(refusals: number): void {
    this.#retry.clear();
    this.#subscription = { phase: "asked", refusals };
    this.#context.connector.send({ type: "subscribe_trainings" });
  }

  #held(): void {
    this.#retry.clear();
    this.#subscription = { phase: "held" };
  }

  #unask(): void {
    this.#retry.clear();
    this.#subscription = { phase: "none" };
  }

  #set(trainings: TrainingsSnapshot["trainings"]): void {
    const receivedAtMs = this.#context.settings.platform.nowMs();
    this.#snapshot = { phase: "following", trainings, receivedAtMs };
    for (const value of this.#members) value.set(this.#snapshot);
  }

  #end(): void {
    this.#stopChecking();
    this.#unask();
    this.#snapshot = waitingTrainings;
    this.#context.connector.send({ type: "unsubscribe_trainings" });
  }

  #stopChecking(): void {
    this.#checking?.abort();
    this.#checking = null;
    this.#next.clear();
  }

  #schedule(): void {
    const { settings, connector } = this.#context;
    const polling = connector.path === "rest";
    const delayMs = polling
      ? boundedGrowthMs(this.#failures, settings.pollMs, settings.backoff.maxMs)
      : settings.safetyPollMs;
    this.#next.set(delayMs, () => void this.#check(polling ? "whole" : "newest"));
  }

  /** Compares with REST, then schedules the next comparison. Never rejects. */
  async #check(extent: keyof typeof extents): Promise<void> {
    this.#stopChecking();
    const { limit, take } = extents[extent];
    const checking = new AbortController();
    this.#checking = checking;
    try {
      const trainings = await this.#context.rest.getTrainings(limit, checking.signal);
      if (checking.signal.aborted) return;
      this.#failures = 0;
      this.#set(take(this.#snapshot.trainings, trainings));
    } catch (error) {
      if (checking.signal.aborted) return;
      this.#failures += 1;
      this.#context.settings.log("Polling the list of trainings failed:", error);
    }
    if (!this.isEmpty) this.#schedule();
  }
}
