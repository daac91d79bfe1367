import { encode } from "@trainwire/protocol";
import { type Changes, ListBacklog, type ListPart, takePart } from "./list-backlog.ts";
import { Parcel } from "./parcel.ts";
import type { Socket } from "./socket.ts";
import type { Training } from "./training.ts";
import type { Trainings } from "./trainings.ts";

/** The least time between two messages of the feed. */
const intervalMs = 1000;

/** What a list feed needs beside the trainings. */
export interface ListFeedOptions {
  /** A socket with more unsent bytes is sent what changed once it has caught up. */
  readonly maxBufferedBytes: number;
  /** Called if the list could not be read for such a socket. */
  readonly onError: (error: unknown) => void;
}

/** A socket's place in the feed. */
interface Member {
  readonly socket: Socket;
  /** Which trainings it may see; absent: all. */
  readonly maySee: ((trainId: string) => boolean) | undefined;
  /** What it is behind with; undefined: nothing, it is sent each change in its turn. */
  backlog: ListBacklog | undefined;
}

const all = () => true;

/** The list of trainings, kept current for all sockets that asked for it. Does nothing while there are none. */
export class ListFeed {
  readonly #trainings: Trainings;
  readonly #options: ListFeedOptions;
  readonly #members = new Map<Socket, Member>();
  readonly #stopListening: () => void;
  #changed: Changes = new Map();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sentAtMs = 0;

  constructor(trainings: Trainings, options: ListFeedOptions) {
    this.#trainings = trainings;
    this.#options = options;
    this.#stopListening = trainings.onChange((training) => this.#noteChange(training));
  }

  /**
   * Sends the newest trainings to a socket, and from then on what changes. Resolves with the first of them sent; if
   * they are too many for one message the rest follows as the socket takes it.
   * @param maySee Which trainings it may see; absent: all.
   * @returns a function that ends it.
   */
  async join(socket: Socket, maySee?: (trainId: string) => boolean): Promise<() => void> {
    const member: Member = { socket, maySee, backlog: new ListBacklog("with snapshot") };
    const leave = () => {
      if (this.#members.get(socket) === member) this.#members.delete(socket);
    };
    this.#members.set(socket, member);
    try {
      await this.#sendPart(member);
    } catch (error) {
      leave();
      throw error;
    }
    this.#catchUp(member);
    return leave;
  }

  /** Ends the feed for all. */
  close(): void {
    this.#stopListening();
    clearTimeout(this.#timer);
    this.#members.clear();
  }

  #noteChange(training: Training): void {
    if (this.#members.size === 0) return;
    this.#changed.set(training.id, training);
    if (this.#timer !== undefined) return;
    // Bounded on both sides: the clock may have been set.
    const waitMs = Math.min(intervalMs, Math.max(0, this.#sentAtMs + intervalMs - Date.now()));
    this.#timer = setTimeout(() => this.#sendChanges(), waitMs);
  }

  #sendChanges(): void {
    this.#timer = undefined;
    this.#sentAtMs = Date.now();
    const changes = this.#changed;
    this.#changed = new Map();
    const rest = new Map(changes);
    const part = takePart(rest);
    const parcel = new Parcel([listText(part)]);
    for (const member of this.#members.values()) {
      const { socket, maySee = all, backlog } = member;
      if (backlog) {
        backlog.note(changes, maySee);
      } else if (rest.size > 0 || socket.bufferedBytes > this.#options.maxBufferedBytes) {
        member.backlog = new ListBacklog("with changes");
        member.backlog.note(changes, maySee);
        this.#catchUp(member);
      } else if (member.maySee) {
        sendVisible(socket, part, member.maySee);
      } else {
        socket.sendParcel(parcel);
      }
    }
  }

  #catchUp(member: Member): void {
    const { socket } = member;
    const sendParts = async () => {
      while (member.backlog && this.#isJoined(member)) {
        await socket.drained();
        await this.#sendPart(member);
      }
    };
    sendParts().catch((error: unknown) => {
      if (!this.#isJoined(member)) return;
      this.#options.onError(error);
      socket.close(1011);
    });
  }

  /** What changes while the part is read is noted in the backlog by then, or is in the next message. */
  async #sendPart(member: Member): Promise<void> {
    const { socket, maySee = all, backlog } = member;
    const waits = () => this.#isJoined(member);
    if (!backlog || !waits()) return;
    const part = await backlog.next(this.#trainings, { maySee, waits });
    // It may have left, or joined anew, while the part was read.
    if (!waits()) return;
    if (part) socket.send(listText(part));
    if (backlog.isEmpty) member.backlog = undefined;
  }

  #isJoined(member: Member): boolean {
    return this.#members.get(member.socket) === member && member.socket.isOpen;
  }
}

function sendVisible(socket: Socket, part: ListPart, maySee: (trainId: string) => boolean): void {
  const trainings = part.trainings.filter(({ job_id }) => maySee(job_id));
  const removed = part.removed?.filter(maySee) ?? [];
  if (trainings.length === 0 && removed.length === 0) return;
  socket.send(listText({ ...(removed.length > 0 && { removed }), trainings }));
}

function listText(part: ListPart): string {
  return encode({ type: "trainings_update", ...part });
}
