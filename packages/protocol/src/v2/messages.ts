import { z } from "zod";
import { Seq } from "../ids.ts";
import { SubscriptionConfirmed } from "../server-messages.ts";
import { CompactUpdate, Headline } from "./headline.ts";

/** Stands for a training on a socket, from the confirmation that names it on. It means nothing else. */
export const Channel = z.int().min(0);
/** Stands for a training on a socket, from the confirmation that names it on. It means nothing else. */
export type Channel = z.infer<typeof Channel>;

/**
 * Answers a subscribe or unsubscribe. With the status `subscribed` it also names the channel, and the headline at
 * `seq`, which the first update may refer to.
 */
export const ChannelConfirmed = SubscriptionConfirmed.extend({
  channel: Channel.optional(),
  headline: Headline.optional(),
});
/** Answers a subscribe or unsubscribe: see the schema of the same name. */
export type ChannelConfirmed = z.infer<typeof ChannelConfirmed>;

/** Successive updates of one training: channel, seq of the first, and each update after the one before. */
export const UpdateRun = z.tuple([Channel, Seq, CompactUpdate], CompactUpdate);
/** Successive updates of one training: channel, seq of the first, and each update after the one before. */
export type UpdateRun = z.infer<typeof UpdateRun>;

/** What a frame holds: runs of updates, and messages as in version 1, in the order in which they happened. */
export const Batch = z.array(z.union([UpdateRun, ChannelConfirmed, z.looseObject({ type: z.string() })]));
/** What a frame holds: runs of updates, and messages as in version 1, in the order in which they happened. */
export type Batch = z.infer<typeof Batch>;
