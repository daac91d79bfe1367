import type { TrainingsConfirmed, TrainingsUpdate } from "@trainwire/protocol";
import { Alarm } from "../alarm.ts";
import { boundedGrowthMs } from "../backoff.ts";
import { type Observable, ObservableValue } from "../observable.ts";
import { type TrainingsSnapshot, waitingTrainings } from "./snapshot.ts";
import type { ChannelContext } from "./training-channel.ts";
import { mergeTrainings, replaceTrainings } from "./trainings-merge.ts";

/** The list of trainings, followed. */
export interface FollowingTrainings extends Disposable {
  readonly snapshot: Observable<TrainingsSnapshot>;
  /** Stops following: observers hear nothing further. */
  stop(): void;
}

/** Most trainings a poll asks for: as many as the socket's snapshot holds. */
const wholeLimit = 1000;
/** How many of the newest the safety net compares. */
const safetyLimit = 100;

/** The list as all its followings share it: one subscription on the socket, or one poll. */
export class TrainingsChannel {
  readonly #context: ChannelContext;
  readonly #members = new Set<ObservableValue<TrainingsSnapshot>>();
  readonly #next: Alarm;
  #snapshot: TrainingsSnapshot = waitingTrainings;
  #checking: AbortController | null = null;
  #failures = 0;

  constructor(context: ChannelContext) {
    this.#context = context;
    this.#next = new Alarm(context.settings.platform.after);
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  /** @param left called once, when the following is stopped */
  join(left: () => void): FollowingTrainings {
    const value = new ObservableValue(this.#snapshot);
    const isFirst = this.isEmpty;
    this.#members.add(value);
    if (isFirst) this.pathChanged();
    if (isFirst && this.#context.connector.isConnected) this.subscribe();
    const stop = (): void => {
      if (!this.#members.delete(value)) return;
      if (this.isEmpty) this.#end();
      left();
    };
    return { snapshot: value, stop, [Symbol.dispose]: stop };
  }

  subscribe(): void {
    this.#context.connector.send({ type: "subscribe_trainings" });
  }

  /** Updates take another way from now on. */
  pathChanged(): void {
    this.#stopChecking();
    this.#failures = 0;
    const { path } = this.#context.connector;
    if (path === "rest") void this.#check(wholeLimit);
    else if (path === "socket") this.#schedule();
  }

  receive(message: TrainingsUpdate | TrainingsConfirmed): void {
    if (message.type === "trainings_confirmed") return;
    const take = message.snapshot ? replaceTrainings : mergeTrainings;
    this.#set(take(this.#snapshot.trainings, message.trainings));
  }

  #set(trainings: TrainingsSnapshot["trainings"]): void {
    const receivedAtMs = this.#context.settings.platform.nowMs();
    this.#snapshot = { phase: "following", trainings, receivedAtMs };
    for (const value of this.#members) value.set(this.#snapshot);
  }

  #end(): void {
    this.#stopChecking();
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
    this.#next.set(delayMs, () => void this.#check(polling ? wholeLimit : safetyLimit));
  }

  /** Compares with REST, then schedules the next comparison. Never rejects. */
  async #check(limit: number): Promise<void> {
    const checking = new AbortController();
    this.#checking = checking;
    try {
      const trainings = await this.#context.rest.getTrainings(limit, checking.signal);
      if (checking.signal.aborted) return;
      const take = limit === wholeLimit ? replaceTrainings : mergeTrainings;
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
