import { flatFormat } from "./format.ts";
import { type Position, whyReset } from "./position.ts";
import type { Socket } from "./socket.ts";
import { Subscription } from "./subscription.ts";
import type { Training } from "./training.ts";
import { Turns } from "./turns.ts";
import type { ViewerContext } from "./viewer-context.ts";

/** One viewer on `/ws/training/{job_id}`: subscribed from the start, and never listened to. */
export class FlatSession {
  #subscription: Subscription | undefined;

  /** @param position Where to go on from; without one, or where it cannot be honoured, the state comes first. */
  constructor(context: ViewerContext, socket: Socket, view: { training: Training; position?: Position }) {
    const { log, counters, slices, maxBufferedBytes, onError } = context;
    this.#subscription = new Subscription(view.training, {
      log,
      counters,
      slices,
      deliveries: counters.deliveries.flat,
      maxBufferedBytes,
      onError,
      socket,
      turns: new Turns(),
      format: flatFormat,
      onEnd: () => {
        this.#subscription = undefined;
      },
    });
    const { position } = view;
    const reason = position && whyReset(view.training, position);
    if (reason) counters.resets[reason] += 1;
    this.#subscription.start(reason ? undefined : position?.afterSeq);
  }

  /** 1 while it follows its training, 0 after its end. */
  get subscriptionCount(): number {
    return this.#subscription ? 1 : 0;
  }

  /** The subscription, until it ends. */
  subscriptions(): Iterable<Subscription> {
    return this.#subscription ? [this.#subscription] : [];
  }

  /** The socket is gone: releases everything. */
  onClose(): void {
    this.#subscription?.close();
  }
}
