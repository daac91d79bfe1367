import { encode, limits, type TrainingSummary, type TrainingsUpdate } from "@trainwire/protocol";
import { listPage } from "./list-page.ts";
import { Parcel } from "./parcel.ts";
import type { Socket } from "./socket.ts";
import type { Training } from "./training.ts";
import type { Trainings } from "./trainings.ts";

/** The least time between two messages of the feed. */
const intervalMs = 1000;

/** What a list feed needs beside the trainings. */
export interface ListFeedOptions {
  /** A socket with more unsent bytes gets the whole list once it has caught up. */
  readonly maxBufferedBytes: number;
  /** Called if the list could not be read for such a socket. */
  readonly onError: (error: unknown) => void;
}

/** A socket's place in the feed. */
interface Member {
  /** Whether it was too slow for an earlier message and needs a snapshot. */
  behind: boolean;
  /** Which trainings it may see; absent: all. */
  readonly maySee: ((trainId: string) => boolean) | undefined;
}

/** The list of trainings, kept current for all sockets that asked for it. Does nothing while there are none. */
export class ListFeed {
  readonly #trainings: Trainings;
  readonly #options: ListFeedOptions;
  readonly #sockets = new Map<Socket, Member>();
  readonly #changed = new Set<Training>();
  readonly #removed = new Set<string>();
  readonly #stopListening: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sentAtMs = 0;

  constructor(trainings: Trainings, options: ListFeedOptions) {
    this.#trainings = trainings;
    this.#options = options;
    this.#stopListening = trainings.onChange((training) => {
      if (this.#sockets.size === 0) return;
      if (training.isDeleted) {
        this.#changed.delete(training);
        this.#removed.add(training.id);
      } else {
        this.#changed.add(training);
      }
      this.#schedule();
    });
  }

  /**
   * Sends the newest trainings to a socket, and from then on what changes.
   * @param maySee Which trainings it may see; absent: all.
   * @returns a function that ends it.
   */
  async join(socket: Socket, maySee?: (trainId: string) => boolean): Promise<() => void> {
    const member: Member = { behind: true, maySee };
    const leave = () => {
      this.#sockets.delete(socket);
    };
    this.#sockets.set(socket, member);
    try {
      await this.#sendSnapshot(socket, member);
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  /** Ends the feed for all. */
  close(): void {
    this.#stopListening();
    clearTimeout(this.#timer);
    this.#sockets.clear();
  }

  #schedule(): void {
    if (this.#timer !== undefined) return;
    // Bounded on both sides: the clock may have been set.
    const waitMs = Math.min(intervalMs, Math.max(0, this.#sentAtMs + intervalMs - Date.now()));
    this.#timer = setTimeout(() => this.#sendChanges(), waitMs);
  }

  #sendChanges(): void {
    this.#timer = undefined;
    this.#sentAtMs = Date.now();
    const changed = Array.from(this.#changed, (training) => training.summary);
    const removed = [...this.#removed];
    const changes = new Parcel([listText(changed, named(removed))]);
    this.#changed.clear();
    this.#removed.clear();
    for (const [socket, member] of this.#sockets) {
      if (member.behind) continue;
      if (socket.bufferedBytes > this.#options.maxBufferedBytes) {
        member.behind = true;
        socket
          .drained()
          .then(() => this.#sendSnapshot(socket, member))
          .catch((error: unknown) => {
            this.#options.onError(error);
            socket.close(1011);
          });
      } else if (member.maySee) {
        const own = changed.filter((summary) => member.maySee?.(summary.job_id));
        const gone = removed.filter((id) => member.maySee?.(id));
        if (own.length > 0 || gone.length > 0) socket.send(listText(own, named(gone)));
      } else {
        socket.sendParcel(changes);
      }
    }
  }

  /** The changes that come while the list is read are in what is read, or in the next message. */
  async #sendSnapshot(socket: Socket, member: Member): Promise<void> {
    if (this.#sockets.get(socket) !== member) return;
    const newest = { limit: limits.maxPageTrainings };
    const { trainings } = await listPage(this.#trainings, newest, member.maySee ?? (() => true));
    member.behind = false;
    socket.send(listText(trainings, { snapshot: true }));
  }
}

function named(removed: string[]): Pick<TrainingsUpdate, "removed"> {
  return removed.length > 0 ? { removed } : {};
}

function listText(
  trainings: TrainingSummary[],
  extra: Pick<TrainingsUpdate, "snapshot" | "removed"> = {},
): string {
  return encode({ type: "trainings_update", ...extra, trainings });
}
