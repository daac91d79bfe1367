import type { Poller } from "../actors/poller.ts";
import type { Trainer } from "../actors/trainer.ts";
import type { CaseContext } from "../context.ts";
import { describeError } from "../errors.ts";
import { Follower, type Sighting } from "./follower.ts";
import type { Actor, History, Step } from "./history.ts";

/** Plays a history on a training of its own, and says what is wrong with what was seen of it. */
export async function playHistory(ctx: CaseContext, history: History): Promise<string | undefined> {
  const playing = new PlayedHistory(ctx, ctx.newTrainId());
  await playing.begin();
  for (const step of history) await playing.play(step);
  return playing.end();
}

interface TrainerAtWork {
  readonly trainer: Trainer;
  published: number;
  /** Resolves with the head once its last request was answered. */
  work: Promise<number>;
}

class PlayedHistory {
  readonly #ctx: CaseContext;
  readonly #trainId: string;
  readonly #trainers = new Map<Actor, TrainerAtWork>();
  readonly #followers = new Map<Actor, Follower>();
  readonly #polled = new Map<
    Actor,
    { readonly poller: Poller; readonly seen: Sighting[]; work: Promise<void> }
  >();
  readonly #problems: string[] = [];

  constructor(ctx: CaseContext, trainId: string) {
    this.#ctx = ctx;
    this.#trainId = trainId;
  }

  /** Somebody must have published before it can be watched. */
  async begin(): Promise<void> {
    await this.#ctx.trainer(this.#trainId).report({ status: "running" });
  }

  async play({ actor, deed }: Step): Promise<void> {
    switch (deed.kind) {
      case "publishes":
        return this.#publish(actor, deed.records);
      case "polls":
        return this.#poll(actor);
      case "watches":
        return void (await this.#follower(actor));
      case "catches up":
        return this.#catchUp(actor);
      case "is cut off and resumes":
        return (await this.#follower(actor)).cutAndResume(deed.cut);
      case "stops reading":
        return (await this.#follower(actor)).stopReading();
      case "reads on":
        return (await this.#follower(actor)).readOn();
      default:
        throw deed satisfies never;
    }
  }

  /** Ends the training, and waits until everybody knows. */
  async end(): Promise<string | undefined> {
    await Promise.all([...this.#trainers.values()].map(({ work }) => work));
    const head = await this.#ctx.trainer(this.#trainId).finish();
    for (const actor of this.#polled.keys()) this.#poll(actor);
    await Promise.all([...this.#polled.values()].map(({ work }) => work));
    await Promise.all([...this.#followers.values()].map((follower) => follower.ended()));
    const updates = await this.#ctx.poller(this.#trainId).history();
    const stored = updates.map(({ seq, data }) => ({ seq, loss: data.details.loss, status: data.status }));
    this.#judgeStored(stored, head);
    for (const [actor, { seen }] of this.#polled) this.#judgeSeen(actor, seen, stored);
    for (const [actor, follower] of this.#followers) {
      for (const problem of follower.problems) this.#problems.push(`${actor}: ${problem}`);
      if (follower.ends !== 1) this.#problems.push(`${actor} was told of the end ${follower.ends} times`);
      this.#judgeSeen(actor, follower.seen, stored);
    }
    return this.#problems[0];
  }

  /** A trainer sends one request after another; others do not wait for it. */
  #publish(actor: Actor, count: number): void {
    const own = this.#trainers.get(actor) ?? {
      trainer: this.#ctx.trainer(this.#trainId),
      published: 0,
      work: Promise.resolve(0),
    };
    this.#trainers.set(actor, own);
    const first = own.published;
    own.published += count;
    const records = Array.from({ length: count }, (_, index) => ({
      loss: lossOf(actor, first + index + 1),
      producer_id: actor,
      producer_seq: first + index,
    }));
    own.work = own.work
      .then(async () => (await own.trainer.publish(records)).seq)
      .catch((error: unknown) => {
        this.#problems.push(`${actor}: ${describeError(error)}`);
        return 0;
      });
  }

  /** What was acknowledged before must be seen. */
  async #catchUp(actor: Actor): Promise<void> {
    const follower = await this.#follower(actor);
    const heads = await Promise.all([...this.#trainers.values()].map(({ work }) => work));
    await follower.catchUp(Math.max(1, ...heads));
  }

  #poll(actor: Actor): void {
    const own = this.#polled.get(actor) ?? {
      poller: this.#ctx.poller(this.#trainId),
      seen: [],
      work: Promise.resolve(),
    };
    this.#polled.set(actor, own);
    own.work = own.work
      .then(async () => {
        const page = await own.poller.page({ after_seq: own.seen.at(-1)?.seq ?? 0 });
        for (const { seq, data } of page.updates)
          own.seen.push({ seq, loss: data.details.loss, status: data.status });
      })
      .catch((error: unknown) => void this.#problems.push(`${actor}: ${describeError(error)}`));
  }

  async #follower(actor: Actor): Promise<Follower> {
    const known = this.#followers.get(actor);
    if (known) return known;
    const waitMs = this.#ctx.bands.eventualMs;
    const follower = new Follower(await this.#ctx.line(), { actor, trainId: this.#trainId, waitMs });
    this.#followers.set(actor, follower);
    await follower.watch();
    return follower;
  }

  /** The log is dense, ends once, and holds what each trainer published once and in its order. */
  #judgeStored(stored: readonly Sighting[], head: number): void {
    const seqs = stored.map(({ seq }) => seq);
    if (seqs.length !== head || seqs.some((seq, index) => seq !== index + 1))
      this.#problems.push(`the log holds ${JSON.stringify(seqs)}, and its head is ${head}`);
    for (const [actor, { published }] of this.#trainers) {
      const own = new Set(Array.from({ length: published }, (_, index) => lossOf(actor, index + 1)));
      const found = stored.map(({ loss }) => loss).filter((loss) => own.has(Number(loss)));
      if (JSON.stringify(found) !== JSON.stringify([...own]))
        this.#problems.push(`of ${actor} the log holds ${JSON.stringify(found)}, of ${published}`);
    }
    const ends = stored.filter(({ status }) => status === "completed").length;
    if (ends !== 1) this.#problems.push(`the log holds ${ends} terminal updates`);
  }

  /** What somebody saw are updates of the log, in its order. */
  #judgeSeen(actor: Actor, seen: readonly Sighting[], stored: readonly Sighting[]): void {
    const wrong = seen.find(({ seq, loss, status }) => {
      const update = stored[seq - 1];
      // The end reports no loss: who carries forward shows the last.
      return update?.status !== status || (update?.loss !== undefined && update.loss !== loss);
    });
    if (wrong) this.#problems.push(`${actor} was shown ${JSON.stringify(wrong)}, which is not in the log`);
    if (seen.at(-1)?.seq !== stored.length)
      this.#problems.push(`${actor} saw seq ${seen.at(-1)?.seq} last, of ${stored.length}`);
    if (actor.startsWith("poller") && seen.length !== stored.length)
      this.#problems.push(`${actor} was given ${seen.length} updates, of ${stored.length}`);
  }
}

/** A loss that no other record has: its fraction names the trainer. */
function lossOf(actor: Actor, count: number): number {
  return count + Number(actor.slice("trainer-".length)) / 16;
}
