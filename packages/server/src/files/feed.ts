import { TrainId } from "@trainwire/protocol";
import { Cursor, type PlacedRecord } from "./cursor.ts";
import type { About, Destination, Destinations } from "./destination.ts";
import type { Fields, FileRecord } from "./formats/file-record.ts";
import type { Tally } from "./tally.ts";

/** So many trainings that records name are kept open at once. */
const maxLanes = 1000;
/** So many trainings may follow each other in the same files. */
const maxRuns = 1000;

/** What a feed publishes as. */
export interface FeedOptions {
  readonly trainId: string;
  readonly about: About;
  /** Seconds until the next record that every file of the kind promises. */
  readonly promiseSeconds: number | undefined;
  readonly tally: Tally;
}

/** A training that records go to, and those of them that wait to be published. */
interface Lane {
  readonly destination: Destination;
  readonly cursor: Cursor;
  hasEnded: boolean;
  waiting: { readonly source: Fields; readonly placed: PlacedRecord }[];
}

/**
 * Publishes the records of a place in order: to the training of the place, or to those that they name. What begins anew
 * after the training has ended goes to the next one, whose id has `.2`, `.3` and so on behind it.
 */
export class Feed {
  readonly #destinations: Destinations;
  readonly #options: FeedOptions;
  readonly #named = new Map<string, Lane>();
  #own: Lane | undefined;
  #run = 1;

  constructor(destinations: Destinations, options: FeedOptions) {
    this.#destinations = destinations;
    this.#options = options;
  }

  /** Whether the training of the place is known, or was registered. */
  get isOpen(): boolean {
    return this.#own !== undefined || this.#named.size > 0;
  }

  /** Whether what is published to has ended. */
  get hasEnded(): boolean {
    return this.#own?.hasEnded ?? true;
  }

  /** Up to where producers have published before, if that can be known; the last of the trainings that know one counts. */
  async positions(producerIds: readonly string[], trainId?: string): Promise<ReadonlyMap<string, number>> {
    const found = new Map<string, number>();
    for (let run = 1; run <= maxRuns; run += 1) {
      const id = trainId ?? this.#idOf(run);
      const destination = await this.#destinations.find(id);
      if (!destination) break;
      for (const [producer, seq] of await destination.positions(producerIds)) {
        found.set(producer, Math.max(seq, found.get(producer) ?? -1));
      }
      if (trainId !== undefined) break;
    }
    return found;
  }

  /** Goes on with the newest of the trainings of these files, as after a restart. */
  async resume(): Promise<void> {
    if (this.#own) return;
    for (let run = 1; run <= maxRuns; run += 1) {
      const destination = await this.#destinations.find(this.#idOf(run));
      if (!destination) return;
      this.#run = run;
      this.#own = this.#lane(destination);
    }
  }

  /** Publishes records; resolves when they are stored. @throws TrainwireServerError if they could not be. */
  async publish(records: readonly FileRecord[]): Promise<void> {
    let lane: Lane | undefined;
    for (const record of records) {
      if ("problem" in record) {
        this.#options.tally.refuse("bad_json", record.problem);
        continue;
      }
      const next = await this.#laneOf(record.fields);
      if (lane !== next) await this.#flush(lane);
      lane = await this.#take(next, record);
    }
    await this.#flush(lane);
  }

  async #take(lane: Lane, { fields, producer }: FileRecord & { fields: Fields }): Promise<Lane> {
    const source =
      fields["producer_id"] === undefined
        ? { ...fields, producer_id: producer.id, producer_seq: producer.seq }
        : fields;
    let placed = lane.cursor.place(source);
    let target = lane;
    if (lane.hasEnded && placed.beginsAnew && lane === this.#own) {
      await this.#flush(lane);
      target = await this.#nextRun();
      placed = target.cursor.place(source);
    }
    target.waiting.push({ source, placed });
    if (placed.isTerminal) await this.#flush(target);
    return target;
  }

  async #flush(lane: Lane | undefined): Promise<void> {
    if (!lane || lane.waiting.length === 0) return;
    const { waiting } = lane;
    lane.waiting = [];
    const answer = await lane.destination.publish(waiting.map(({ placed }) => placed.fields));
    const cut = answer.rejected.find(({ code, index }) => {
      return lane === this.#own && code === "training_ended" && waiting[index]?.placed.beginsAnew === true;
    })?.index;
    const counted = answer.rejected.filter(({ index }) => cut === undefined || index < cut);
    this.#options.tally.add({ ...answer, rejected: counted });
    lane.hasEnded ||= cut !== undefined || waiting.some(({ placed }) => placed.isTerminal);
    if (cut === undefined) return;
    const next = await this.#nextRun();
    next.waiting = waiting.slice(cut).map(({ source }) => ({ source, placed: next.cursor.place(source) }));
    await this.#flush(next);
  }

  async #nextRun(): Promise<Lane> {
    this.#run += 1;
    if (this.#run > maxRuns) throw new RangeError(`more than ${maxRuns} trainings in the same files`);
    const destination = await this.#destinations.open(this.#idOf(this.#run), this.#options.about);
    this.#own = this.#lane(destination);
    return this.#own;
  }

  async #laneOf({ train_id, job_id }: Fields): Promise<Lane> {
    const named = TrainId.safeParse(train_id ?? job_id);
    if (!named.success || named.data === this.#options.trainId) {
      this.#own ??= this.#lane(await this.#destinations.open(this.#idOf(this.#run), this.#options.about));
      return this.#own;
    }
    const known = this.#named.get(named.data);
    if (known) return known;
    if (this.#named.size >= maxLanes) this.#named.clear();
    const lane = this.#lane(await this.#destinations.open(named.data, {}));
    this.#named.set(named.data, lane);
    return lane;
  }

  #lane(destination: Destination): Lane {
    const cursor = new Cursor(this.#options.promiseSeconds);
    const { standing } = destination;
    if (standing) cursor.resume(standing);
    return { destination, cursor, hasEnded: standing?.isComplete ?? false, waiting: [] };
  }

  #idOf(run: number): string {
    return run === 1 ? this.#options.trainId : `${this.#options.trainId}.${run}`;
  }
}
