import { type Decoded, readServerMessage } from "../codec.ts";
import { describeIssues } from "../describe-issues.ts";
import type { TrainId } from "../ids.ts";
import type { ServerMessage } from "../server-messages.ts";
import { expandUpdate, type Headline, headlineOf } from "./headline.ts";
import { ChannelConfirmed, UpdateRun } from "./messages.ts";

/** What is known of a training that is followed. */
interface Place {
  readonly trainId: TrainId;
  seq: number;
  headline: Headline;
}

type Read = Decoded<ServerMessage>;

/** Reads the frames of one socket of the second version, and gives the messages of the first. */
export class BatchReader {
  readonly #byChannel = new Map<number, Place>();
  readonly #byTraining = new Map<TrainId, Place>();

  /** Text of a frame ⇒ what it says, in order. Never throws. */
  read(text: string): Read[] {
    let batch: unknown;
    try {
      batch = JSON.parse(text);
    } catch {
      return [{ kind: "invalid", code: "bad_json", message: "the frame is not JSON" }];
    }
    if (!Array.isArray(batch)) return [invalid("a frame is an array of entries")];
    return batch.flatMap((entry: unknown) =>
      Array.isArray(entry) ? this.#readRun(entry) : this.#readMessage(entry),
    );
  }

  #readRun(entry: unknown): Read[] {
    const parsed = UpdateRun.safeParse(entry);
    if (!parsed.success) return [invalid(describeIssues(parsed.error))];
    const [channel, firstSeq, ...updates] = parsed.data;
    const place = this.#byChannel.get(channel);
    if (place === undefined) return [invalid(`channel ${channel} stands for no training`)];
    const { trainId, seq } = place;
    // A headline after a hole cannot be known. The hole stays visible, as in version 1.
    if (firstSeq !== seq + 1) return [invalid(`${trainId}: seq ${firstSeq} does not follow ${seq}`)];
    return updates.map((update, index) => {
      const data = expandUpdate(place.headline, update);
      place.seq = firstSeq + index;
      place.headline = headlineOf(data);
      return {
        kind: "message",
        message: { type: "training_update", train_id: trainId, seq: place.seq, data },
      };
    });
  }

  #readMessage(entry: unknown): Read[] {
    const read = readServerMessage(entry);
    if (read.kind === "message") this.#note(read.message, entry);
    return [read];
  }

  #note(message: ServerMessage, entry: unknown): void {
    if (message.type === "training_update") {
      const place = this.#byTraining.get(message.train_id);
      if (place === undefined) return;
      place.seq = message.seq;
      place.headline = headlineOf(message.data);
    } else if (message.type === "subscription_confirmed") {
      const { data } = ChannelConfirmed.safeParse(entry);
      if (data?.channel === undefined || data.headline === undefined) return;
      const place = { trainId: data.train_id, seq: data.seq, headline: data.headline };
      this.#byChannel.set(data.channel, place);
      this.#byTraining.set(data.train_id, place);
    }
  }
}

function invalid(message: string): Read {
  return { kind: "invalid", code: "bad_message", message };
}
