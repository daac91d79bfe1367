import type { CommandName, RecipeList, StartTraining } from "@trainwire/protocol";
import { TrainwireServerError } from "./errors.ts";
import { Orphans } from "./orphans.ts";
import { defaultParams, programOf, type Recipe, type Recipes, readParams, shownRecipe } from "./recipe.ts";
import type { Versioned } from "./records.ts";
import { Run } from "./run.ts";
import type { RunContext } from "./run-context.ts";
import { inOrder, nextTurn } from "./run-queue.ts";
import type { RunRecord } from "./run-record.ts";
import type { Runner } from "./runner.ts";
import type { Training } from "./training.ts";
import type { Trainings } from "./trainings.ts";

/** How often it is looked what is due. */
const lookMs = 1000;
const pageSize = 500;

/** How long what is under way may take when the server stops. */
const settleGraceMs = 3000;

/** How much runs at once, and waits. */
export interface RunLimits {
  /** Trainings at once. */
  readonly maxTrainings: number;
  /** Trainings that may wait. */
  readonly maxQueued: number;
  /** How many GPUs there are to give; undefined: those that are found. */
  readonly gpus: number | undefined;
}

/** What the runs of a server are made of. */
export interface RunsOptions
  extends Omit<RunContext, "nextPlace" | "onChange" | "listeningSinceMs" | "whyNever"> {
  readonly trainings: Trainings;
  readonly recipes: Recipes;
  readonly limits: RunLimits;
}

/** The trainings that the server starts: its recipes, the queue, and those that run. */
export class Runs implements Runner {
  readonly #options: RunsOptions;
  readonly #runs = new Map<string, Run>();
  readonly #orphans: Orphans;
  #context: RunContext;
  #gpus: readonly number[] = [];
  #place = 0;
  #isOpen = false;
  #stopLooking: () => void = () => undefined;

  constructor(options: RunsOptions) {
    this.#options = options;
    this.#orphans = new Orphans(options);
    this.#context = {
      ...options,
      listeningSinceMs: 0,
      whyNever: (gpus) => this.#whyNever(gpus),
      nextPlace: () => (this.#place += 1),
      onChange: () => this.#schedule(),
    };
  }

  /**
   * Takes up the runs that a server before this one left, and begins to start trainers. Call it when trainers can reach
   * the server. A record that cannot be read or taken up is told to `onError`, and keeps no other from its turn.
   */
  async open(): Promise<void> {
    const { clock, tokens, gpus, limits, onError } = this.#options;
    this.#context = { ...this.#context, listeningSinceMs: clock.nowMs() };
    const found = (await gpus.read()).map(({ index }) => index);
    this.#gpus = limits.gpus === undefined ? found : Array.from({ length: limits.gpus }, (_, index) => index);
    const known = new Set<string>();
    for await (const id of this.#stored())
      await this.#takeUp(id, known).catch((cause: unknown) => {
        onError(new Error(`the run of ${id} cannot be taken up`, { cause }));
      });
    const held = new Set([...this.#runs.values()].flatMap((run) => run.tokenId ?? []));
    await tokens.revokeUnheld(held, known).catch(onError);
    this.#isOpen = true;
    this.#stopLooking = clock.every(lookMs, () => this.#look());
    this.#look();
  }

  /** Starts nothing more, and lets go of what runs: it goes on. @param stopTrainers Whether it is to end instead. */
  async close({ stopTrainers }: { readonly stopTrainers: boolean }): Promise<void> {
    this.#isOpen = false;
    const all = [...this.#runs.values()];
    if (stopTrainers) {
      const running = all.filter((run) => run.held !== undefined);
      await Promise.all(running.map((run) => run.stopForGood("the server was stopped")));
      await Promise.all(running.map((run) => run.ended));
    }
    this.#stopLooking();
    const settled = Promise.all([...all.map((run) => run.settled()), this.#orphans.settled]);
    await this.#withinGrace(settled);
    // What waits for a platform that does not answer is let go of by this, and taken up by the next server.
    await Promise.all(Object.values(this.#options.launchers).map((launcher) => launcher.close()));
    await settled;
    for (const run of all) run.close();
  }

  /** The recipes that there are, and why those that cannot be started now cannot. */
  async recipes(): Promise<RecipeList> {
    const { recipes, problems } = await this.#options.recipes.read();
    const shown = await Promise.all(
      recipes.map(async (recipe) => shownRecipe(recipe, await this.#whyUnavailable(recipe))),
    );
    return { recipes: shown, problems: [...problems] };
  }

  /**
   * Queues a training. Its run is noted before the training is registered, so that none waits that nobody starts.
   * @throws TrainwireServerError `unknown_recipe`, `bad_params`, `recipe_unavailable`, `queue_full`, and what
   * `Trainings.register` throws
   */
  async start(trainId: string, request: StartTraining & { readonly recipe: string }): Promise<Training> {
    const { trainings, records } = this.#options;
    const { recipes } = await this.#options.recipes.read();
    const recipe = recipes.find(({ name }) => name === request.recipe);
    if (!recipe) {
      throw new TrainwireServerError("unknown_recipe", `no recipe ${request.recipe} is known here`);
    }
    const params = readParams(recipe, request.params);
    const unavailable = await this.#whyUnavailable(recipe);
    if (unavailable !== undefined) throw new TrainwireServerError("recipe_unavailable", unavailable);
    this.#refuseIfFull();
    const exists = new TrainwireServerError("training_exists", `training ${trainId} is registered already`);
    if (await trainings.find(trainId)) throw exists;
    const place = this.#context.nextPlace();
    const stage = { at: "queued", place } as const;
    const value: RunRecord = { train_id: trainId, recipe, params, stage, attempts: [], tries: 0 };
    const version = await records.putIfVersion(trainId, value, 0);
    if (version === undefined) throw exists;
    let training: Training;
    try {
      const name = request.name ?? recipe.file.title;
      training = await trainings.register(trainId, { ...request, name, params });
    } catch (error) {
      await records.remove(trainId);
      throw error;
    }
    // From here on it waits for its turn, also if that cannot be told at once.
    const run = this.#keep(training, { value, version });
    run.look();
    await run.settled();
    this.#schedule();
    return training;
  }

  runs(training: Training): boolean {
    return this.#runs.has(training.id);
  }

  admit(training: Training, name: CommandName): void {
    if (name === "resume" && this.#runs.get(training.id)?.stage.at === "resting") this.#refuseIfFull();
  }

  async carryOut(training: Training): Promise<void> {
    await this.#runs.get(training.id)?.carryOut();
  }

  /** Whether a trainer that the server started is alive, or about to be, and has not had its last word. */
  isAlive(trainId: string): boolean {
    return this.#runs.get(trainId)?.isAlive === true;
  }

  /** Whether a trainer that the server started may be writing to this training's run folder. */
  holdsFolder(trainId: string): boolean {
    return this.#runs.get(trainId)?.held !== undefined || this.#orphans.has(trainId);
  }

  async #withinGrace(settled: Promise<unknown>): Promise<void> {
    let stop = (): void => undefined;
    const grace = new Promise<void>((resolve) => {
      stop = this.#options.clock.every(settleGraceMs, resolve);
    });
    await Promise.race([settled, grace]);
    stop();
  }

  #refuseIfFull(): void {
    const { maxQueued } = this.#options.limits;
    if (this.#waiting().length >= maxQueued) {
      throw new TrainwireServerError("queue_full", `${maxQueued} trainings wait already, as many as may`);
    }
  }

  async #whyUnavailable(recipe: Recipe): Promise<string | undefined> {
    const { gpus, launcher } = recipe.file;
    const never = this.#whyNever(gpus);
    if (never !== undefined) return never;
    const found = this.#options.launchers[launcher];
    if (!found) return `this server has no launcher ${launcher}`;
    return found.whyUnavailable(programOf(recipe, defaultParams(recipe)));
  }

  #whyNever(gpus: number): string | undefined {
    const { length } = this.#gpus;
    return gpus > length ? `it takes ${gpus} GPUs, and there are ${length} here` : undefined;
  }

  async *#stored(): AsyncGenerator<string> {
    let page: Awaited<ReturnType<RunsOptions["records"]["ids"]>> = [];
    do {
      page = await this.#options.records.ids(pageSize, page.at(-1)?.cursor);
      for (const { id } of page) yield id;
    } while (page.length > 0);
  }

  async #takeUp(trainId: string, known: Set<string>): Promise<void> {
    const record = await this.#options.records.get(trainId);
    if (!record) return;
    known.add(trainId);
    const { stage } = record.value;
    if (stage.at === "over") return;
    if (stage.at === "queued") this.#place = Math.max(this.#place, stage.place);
    const training = await this.#options.trainings.find(trainId);
    if (training) this.#keep(training, record);
    // The server ended before its training was registered, or since it was deleted; nobody was told that it is queued.
    else if (stage.at === "queued" || stage.at === "resting") await this.#options.records.remove(trainId);
    else this.#orphans.add(record.value);
  }

  #keep(training: Training, record: Versioned<RunRecord>): Run {
    const run = new Run(training, record, this.#context);
    this.#runs.set(training.id, run);
    return run;
  }

  #look(): void {
    this.#orphans.look();
    for (const run of this.#runs.values()) run.look();
    this.#schedule();
  }

  #waiting() {
    return inOrder([...this.#runs.values()].flatMap((run) => run.waiting ?? []));
  }

  /** Lets go of what is over, and gives turns as long as there is room. */
  #schedule(): void {
    for (const [id, run] of this.#runs) {
      if (!run.isOver) continue;
      run.close();
      this.#runs.delete(id);
    }
    for (let turn = this.#nextTurn(); turn; turn = this.#nextTurn()) {
      this.#runs.get(turn.trainId)?.begin(turn.gpus);
    }
    this.#tellPositions();
  }

  #nextTurn() {
    if (!this.#isOpen) return undefined;
    const running = [...this.#runs.values()].flatMap((run) => (run.held ? [run.held] : []));
    const held = [...running, ...this.#orphans.held];
    const taken = new Set(held.flat());
    const room = {
      trainings: this.#options.limits.maxTrainings - held.length,
      allGpus: this.#gpus.length,
      gpus: this.#gpus.filter((index) => !taken.has(index)),
    };
    return nextTurn(this.#waiting(), room);
  }

  #tellPositions(): void {
    const positions = new Map(this.#waiting().map(({ trainId }, index) => [trainId, index + 1]));
    for (const { training } of this.#runs.values()) {
      const queuePosition = positions.get(training.id);
      if (!training.run || training.run.queuePosition === queuePosition) continue;
      training.run = { ...training.run, queuePosition };
      this.#options.trainings.announce(training);
    }
  }
}
