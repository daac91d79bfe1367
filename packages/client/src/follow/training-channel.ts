import {
  type ServerMessage,
  type SubscribeTraining,
  type TrainId,
  type TrainingSummary,
} from "@trainwire/protocol";
import { Alarm } from "../alarm.ts";
import { boundedGrowthMs, fullJitterMs, sparseMs } from "../backoff.ts";
import { TrainwireClientError } from "../errors.ts";
import type { Connector } from "../link/connector.ts";
import type { Rest } from "../rest/rest.ts";
import type { Settings } from "../settings.ts";
import type { FollowingSession } from "./following.ts";

/** The messages of `/ws` that concern one training. */
export type TrainingMessage = Extract<ServerMessage, { train_id?: unknown }>;

/** What a channel works with. */
export interface ChannelContext {
  readonly settings: Settings;
  readonly connector: Connector;
  readonly rest: Rest;
}

/** How a training's updates come at present. */
type Carrier =
  /** There is no socket, and it is not time to poll yet. */
  | { readonly kind: "none" }
  | { readonly kind: "subscribed" }
  /** The socket is open, but the server refused the subscription: it is polled, and asked for again. */
  | { readonly kind: "refused"; readonly refusals: number; readonly code: string }
  | { readonly kind: "polled"; readonly failures: number };

/**
 * What all followings of one training share: one subscription on the socket, and one poll of its state.
 *
 * The subscription resumes from the lowest position among them; if one of them has none yet, it asks for a
 * snapshot, from which the others see what they miss and fetch it. Each following drops what it has already.
 */
export class TrainingChannel {
  readonly trainId: TrainId;
  readonly #context: ChannelContext;
  readonly #members = new Set<FollowingSession>();
  readonly #next: Alarm;
  #carrier: Carrier = { kind: "none" };
  #checking: AbortController | null = null;
  #known: { readonly summary: TrainingSummary; readonly etag: string | null } | null = null;

  constructor(trainId: TrainId, context: ChannelContext) {
    this.trainId = trainId;
    this.#context = context;
    this.#next = new Alarm(context.settings.platform.after);
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  join(member: FollowingSession): void {
    this.#members.add(member);
    this.#chooseCarrier();
    const { denial } = this.#context.connector;
    if (denial !== null) member.deny(denial);
    if (this.#context.connector.isConnected) this.subscribe();
  }

  /** The last one to leave ends the subscription. */
  leave(member: FollowingSession): void {
    this.#members.delete(member);
    if (!this.isEmpty) return;
    this.#stopChecking();
    this.#context.connector.send({ type: "unsubscribe_training", train_id: this.trainId });
  }

  /** A socket is open: subscribes, from where each following stands now. */
  subscribe(): void {
    const { connector, settings } = this.#context;
    settings.log("Subscribing to training:", this.trainId);
    connector.send(this.#subscription());
  }

  /** Updates take another way: what is under way on the old one is asked for anew. */
  pathChanged(): void {
    this.#chooseCarrier();
    const { denial } = this.#context.connector;
    for (const member of this.#members) {
      if (denial === null) member.refill();
      else member.deny(denial);
    }
  }

  /** Takes a message of the socket. */
  receive(message: TrainingMessage): void {
    switch (message.type) {
      case "subscription_confirmed":
        if (message.status !== "subscribed") return;
        this.#carrier = { kind: "subscribed" };
        this.#each({ type: "confirmed", streamId: message.stream_id, headSeq: message.seq });
        if ([...this.#members].some((member) => member.needsBase)) void this.#check();
        else this.#scheduleSafetyCheck();
        return;
      case "training_update":
        return this.#each({ type: "update", update: message });
      case "training_completed":
        return this.#each({
          type: "completed",
          marker: { ...message, type: "training_update", snapshot: true },
        });
      case "subscription_reset":
        return this.#each({
          type: "reset",
          streamId: message.stream_id,
          firstSeq: message.first_seq,
          headSeq: message.seq,
        });
      case "error":
        return this.#refused(message.code, message.message);
      default:
        message satisfies never;
    }
  }

  #chooseCarrier(): void {
    this.#stopChecking();
    const { path } = this.#context.connector;
    switch (path) {
      case "rest":
        this.#carrier = { kind: "polled", failures: 0 };
        void this.#check();
        return;
      case "socket":
        this.#carrier = { kind: "subscribed" };
        return this.#scheduleSafetyCheck();
      case "none":
      case "denied":
        this.#carrier = { kind: "none" };
        return;
      default:
        path satisfies never;
    }
  }

  #subscription(): SubscribeTraining {
    const positions = [...this.#members].map(({ position, streamId }) => ({ position, streamId }));
    const lowest = positions.reduce((low, next) =>
      low.position === null || (next.position !== null && low.position <= next.position) ? low : next,
    );
    const base = { type: "subscribe_training", train_id: this.trainId } as const;
    if (lowest.position === null) return base;
    const stream = lowest.streamId === null ? {} : { stream_id: lowest.streamId };
    return { ...base, after_seq: lowest.position, ...stream };
  }

  #each(event: Parameters<FollowingSession["handle"]>[0]): void {
    for (const member of this.#members) member.handle(event);
  }

  #refused(code: string, message: string): void {
    for (const member of this.#members) member.refuse(code, message);
    const refusals = this.#carrier.kind === "refused" ? this.#carrier.refusals + 1 : 1;
    this.#carrier = { kind: "refused", refusals, code };
    // Deleted is for good; only a server that was restored may say otherwise, and that is another connection.
    if (code === "training_deleted") this.#stopChecking();
    else this.#scheduleRetry(refusals);
  }

  #scheduleRetry(refusals: number): void {
    const { backoff, platform } = this.#context.settings;
    const isForbidden = this.#carrier.kind === "refused" && this.#carrier.code === "forbidden";
    const random = platform.random();
    const delayMs = isForbidden ? sparseMs(backoff, random) : fullJitterMs(refusals, backoff, random);
    this.#next.set(delayMs, () => {
      // REST may give what the socket refuses; but what is unknown is so to both.
      if (this.#carrier.kind === "refused" && this.#carrier.code !== "unknown_training") void this.#check();
      this.subscribe();
    });
  }

  #scheduleSafetyCheck(): void {
    this.#next.set(this.#context.settings.safetyPollMs, () => void this.#check());
  }

  #stopChecking(): void {
    this.#checking?.abort();
    this.#checking = null;
    this.#next.clear();
  }

  /** Compares with REST, then schedules the next comparison. Never rejects. */
  async #check(): Promise<void> {
    this.#stopChecking();
    const checking = new AbortController();
    this.#checking = checking;
    try {
      const answer = await this.#context.rest.getTraining(
        this.trainId,
        this.#known?.etag ?? null,
        checking.signal,
      );
      if (checking.signal.aborted) return;
      if (answer.kind === "changed") this.#known = { summary: answer.summary, etag: answer.etag };
      if (this.#known !== null && (answer.kind === "changed" || !this.#isCurrent)) {
        this.#compare(this.#known.summary);
      }
      this.#checked("answered");
    } catch (error) {
      if (checking.signal.aborted) return;
      this.#context.settings.log("Comparing with REST failed:", error);
      const isForbidden = error instanceof TrainwireClientError && error.code === "forbidden";
      if (error instanceof TrainwireClientError && (error.code === "refused" || isForbidden)) {
        this.#known = null;
        for (const member of this.#members) member.refuse(error.wireCode ?? error.code, error.message);
      }
      this.#checked(isForbidden ? "forbidden" : "failed");
    }
  }

  #compare(summary: TrainingSummary): void {
    this.#each({ type: "summary", summary });
    if (this.#carrier.kind !== "subscribed") this.#each({ type: "behind", headSeq: summary.seq });
  }

  #checked(outcome: "answered" | "failed" | "forbidden"): void {
    if (this.isEmpty) return;
    const { settings } = this.#context;
    const succeeded = outcome === "answered";
    switch (this.#carrier.kind) {
      case "polled": {
        const failures = succeeded ? 0 : this.#carrier.failures + 1;
        this.#carrier = { kind: "polled", failures };
        const { backoff, pollMs, platform } = settings;
        const growingMs = boundedGrowthMs(failures, pollMs, backoff.maxMs);
        const delayMs = outcome === "forbidden" ? sparseMs(backoff, platform.random()) : growingMs;
        this.#next.set(delayMs, () => void this.#check());
        return;
      }
      case "subscribed":
        if (succeeded && this.#lag() !== null) this.#watchLag();
        else this.#scheduleSafetyCheck();
        return;
      case "refused":
        if (!this.#next.isSet) this.#scheduleRetry(this.#carrier.refusals);
        return;
      case "none":
        return;
      default:
        this.#carrier satisfies never;
    }
  }

  get #isCurrent(): boolean {
    return this.#lag() === null && ![...this.#members].some((member) => member.needsBase);
  }

  /** Where the following furthest behind REST stands; null if none is. */
  #lag(): number | null {
    const head = this.#known?.summary.seq ?? 0;
    const behind = [...this.#members].map(({ position }) => position ?? -1).filter((at) => at < head);
    return behind.length === 0 ? null : Math.min(...behind);
  }

  /** What REST has may be on its way. If the socket brings nothing of it in time, it is deaf. */
  #watchLag(): void {
    const { settings, connector } = this.#context;
    const before = this.#lag();
    this.#next.set(settings.deafGraceMs, () => {
      const now = this.#lag();
      if (now === null || before === null || now > before) return this.#scheduleSafetyCheck();
      const head = this.#known?.summary.seq ?? 0;
      this.#each({ type: "behind", headSeq: head });
      connector.reconnect(`the socket did not bring update ${head} of ${this.trainId}`);
    });
  }
}
