import { openIngestBody } from "@trainwire/protocol";
import { proveClean } from "./attempt-proof.ts";
import { startAttempt } from "./attempt-start.ts";
import { isUnderWay } from "./command-changes.ts";
import { isRetriable, TrainwireServerError } from "./errors.ts";
import { ingest } from "./ingest.ts";
import type { Exit, Launcher, LaunchKey, Running } from "./launcher.ts";
import type { RecipeFile } from "./recipe-file.ts";
import type { Versioned } from "./records.ts";
import { RunBook } from "./run-book.ts";
import { RunCheckpoints } from "./run-checkpoints.ts";
import { obeyAll } from "./run-commands.ts";
import type { RunContext } from "./run-context.ts";
import { recordAll } from "./run-events.ts";
import { memoryOf, type Outcome, outcomeOf } from "./run-outcome.ts";
import type { Waiting } from "./run-queue.ts";
import type { AttemptRecord, RunRecord } from "./run-record.ts";
import { dueSignal, hasTrainer, holdsPlace, type RunEvent, type RunStage } from "./run-stage.ts";
import { whyOvertime } from "./run-timeouts.ts";
import { statusRecord } from "./server-events.ts";
import type { Training } from "./training.ts";
import { Turns } from "./turns.ts";

/**
 * One training that the server starts, from its place in the queue to its end. Each step is noted in its record before it
 * is taken, and can be taken again: `look` does what the stage asks for, whether this process or one before it got there.
 */
export class Run {
  readonly training: Training;
  readonly #context: RunContext;
  readonly #checkpoints: RunCheckpoints;
  readonly #turns = new Turns();
  readonly #unfollow: () => void;
  readonly #book: RunBook;
  #running: Running | undefined;
  #exit: Exit | undefined;
  #isBusy = false;
  /** Since when its trainer lives and says that it has paused. */
  #pausedSinceMs: number | undefined;
  /** The GPUs that it was given with its turn, until that is noted. */
  #given: readonly number[] | undefined;

  constructor(training: Training, record: Versioned<RunRecord>, context: RunContext) {
    this.training = training;
    this.#context = context;
    this.#book = new RunBook(training, record, context);
    const { checkpoints, clock, onError } = context;
    const { keep_checkpoints: keep } = this.#file;
    this.#checkpoints = new RunCheckpoints(training, { checkpoints, clock, keep, onError });
    this.#unfollow = training.follow({
      onCommit: ({ frames }) => {
        for (const { state } of frames) this.#checkpoints.note(state.checkpoint);
      },
      onDeleted: () => this.look(),
    });
  }

  get stage(): RunStage {
    return this.#book.stage;
  }

  /** How it waits for its turn; undefined if it does not. */
  get waiting(): Waiting | undefined {
    const { stage } = this;
    if (stage.at !== "queued" || this.#given || this.training.isDeleted) return undefined;
    return { trainId: this.training.id, place: stage.place, gpus: this.#file.gpus };
  }

  /** The GPUs that it holds with its place among those that run; undefined if it holds none. */
  get held(): readonly number[] | undefined {
    if (this.isOver) return undefined;
    return this.#given ?? (holdsPlace(this.stage) ? (this.#attempt?.gpus ?? []) : undefined);
  }

  /** Whether nothing is left to be done for it, ever. */
  get isOver(): boolean {
    return this.stage.at === "over" || this.#book.isRemoved;
  }

  /** Whether its trainer is alive, or about to be, and has not had its last word. */
  get isAlive(): boolean {
    return hasTrainer(this.stage) && !this.training.head.state.complete;
  }

  /** The id of the token of its trainer, if one is alive. */
  get tokenId(): string | undefined {
    return holdsPlace(this.stage) ? this.#attempt?.token_id : undefined;
  }

  /** Gives it its turn: its next attempt begins. */
  begin(gpus: readonly number[]): void {
    this.#given = gpus;
    this.#inTurn(async () => {
      try {
        await this.#noteAttempt(gpus);
      } finally {
        this.#given = undefined;
      }
      await this.#goOn();
    });
  }

  /** Does what is due, if nothing is being done. Call it again and again. */
  look(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#inTurn(async () => {
      try {
        await this.#goOn();
      } finally {
        this.#isBusy = false;
      }
    });
  }

  /** Carries out the commands that were recorded: see `Runner.carryOut`. */
  async carryOut(): Promise<void> {
    const done = this.#turns.run(() => this.#obey());
    // What a trainer has to obey takes as long as it takes.
    if (holdsPlace(this.stage)) done.catch(this.#context.onError);
    else await done;
  }

  /** Ends its trainer, if it has one, as the server is about to stop; it can be resumed afterwards. */
  async stopForGood(why: string): Promise<void> {
    const nowMs = this.#context.clock.nowMs();
    await this.#turns.run(() => this.#stop({ why, outcome: "crashed", termAtMs: nowMs, killAtMs: null }));
    await this.#signal();
  }

  /** Resolves when the trainer that runs has ended and what came of it is noted; at once if none runs. */
  get ended(): Promise<void> {
    return this.#running ? this.#running.exited.then(() => this.settled()) : Promise.resolve();
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    await this.#turns.run(() => Promise.resolve());
    await this.#checkpoints.settled;
  }

  /** Lets go of the training; what runs goes on. */
  close(): void {
    this.#unfollow();
  }

  get #attempt(): AttemptRecord | undefined {
    return this.#book.attempt;
  }

  get #file(): RecipeFile {
    return this.#book.record.recipe.file;
  }

  get #launcher(): Launcher {
    const { launcher: name } = this.#file;
    const launcher = this.#context.launchers[name];
    if (!launcher) throw new TrainwireServerError("internal", `this server has no launcher ${name}`);
    return launcher;
  }

  #inTurn(job: () => Promise<void>): void {
    this.#turns.run(job).catch((error: unknown) => {
      // A full disk is told by readiness, and the next look tries again; the next server, after a stop.
      if (isRetriable(error)) return;
      this.#context.onError(error);
    });
  }

  async #goOn(): Promise<void> {
    const { training } = this;
    if (this.isOver) return;
    if (hasTrainer(this.stage) && this.#exit) {
      await this.#book.noteExit(this.#exit, this.#now());
      this.#running = undefined;
      this.#exit = undefined;
    }
    if (training.isDeleted) await this.#drop();
    else {
      await this.#tellQueued();
      await this.#obey();
    }
    if (hasTrainer(this.stage) && !this.#running) await this.#findOrStart();
    if (hasTrainer(this.stage)) await this.#supervise();
    if (this.stage.at === "clearing") await this.#clear();
    const waits = this.stage.at === "queued" || this.stage.at === "resting";
    if (waits && training.head.state.complete) await this.#book.note({ type: "ended" });
  }

  /** Says that it waits, and why it does if it cannot be started here at all. */
  async #tellQueued(): Promise<void> {
    const { clock, whyNever } = this.#context;
    const { head } = this.training;
    if (this.stage.at !== "queued") return;
    const asked = head.seq === 0 ? `asked for with the recipe ${this.#book.record.recipe.name}` : undefined;
    const reason = whyNever(this.#file.gpus) ?? asked;
    if (reason === undefined || reason === head.state.reason) return;
    await recordAll(this.training, () => [statusRecord("queued", reason, clock.nowMs())]);
  }

  /** Its training was deleted: what runs is ended at once, and the record goes when nothing does. */
  async #drop(): Promise<void> {
    if (hasTrainer(this.stage)) {
      const nowMs = this.#context.clock.nowMs();
      await this.#stop({
        why: "its training was deleted",
        outcome: "failed",
        termAtMs: null,
        killAtMs: nowMs,
      });
    } else if (this.stage.at !== "clearing") await this.#book.remove();
  }

  async #noteAttempt(gpus: readonly number[]): Promise<void> {
    if (this.stage.at !== "queued" || this.training.isDeleted) return;
    const { attempt: newest } = this.training.head.state;
    const last = this.#attempt;
    const attempt: AttemptRecord = {
      attempt: last ? Math.max(last.attempt, newest) + 1 : newest,
      launcher: this.#file.launcher,
      started_at: this.#now(),
      launch_id: crypto.randomUUID(),
      ...(gpus.length > 0 && { gpus: [...gpus] }),
    };
    await this.#book.noteTurn(attempt);
  }

  #now(): string {
    return new Date(this.#context.clock.nowMs()).toISOString();
  }

  #keyOf({ attempt, launch_id: launchId }: AttemptRecord): LaunchKey {
    const { training } = this;
    return { trainId: training.id, attempt, launchId, folder: this.#context.files.folderOf(training.id) };
  }

  /** Finds the trainer of the newest attempt, which this process or one before it may have started; else starts it. */
  async #findOrStart(): Promise<void> {
    const attempt = this.#attempt;
    if (!attempt) throw new TrainwireServerError("internal", "a run without an attempt has a trainer");
    const { clock, listeningSinceMs } = this.#context;
    const adopted = await this.#launcher.adopt(this.#keyOf(attempt), attempt.handle);
    if (adopted) {
      const { cancel_seconds } = this.#file.grace;
      await this.#book.note({ type: "begun" }, { handle: adopted.handle });
      await this.#book.note({ type: "adopted", termAtMs: listeningSinceMs + cancel_seconds * 1000 });
      this.training.awaitedSinceMs = clock.nowMs();
      return this.#watch(adopted);
    }
    if (this.stage.at !== "launching") return this.#book.noteExit({}, this.#now());
    const running = await startAttempt(attempt, {
      training: this.training,
      book: this.#book,
      launcher: this.#launcher,
      key: this.#keyOf(attempt),
      context: this.#context,
    });
    if (!running) return;
    this.#watch(running);
    await this.#book.note({ type: "begun" }, { handle: running.handle });
  }

  #watch(running: Running): void {
    this.#running = running;
    void running.exited.then((exit) => {
      this.#exit = exit;
      this.#inTurn(() => this.#goOn());
    });
  }

  /** Looks after a trainer that is alive: whether it lingers, runs over its time, or has to be sent a signal. */
  async #supervise(): Promise<void> {
    const { clock, files, listeningSinceMs } = this.#context;
    const { state } = this.training.head;
    const { timeouts, grace } = this.#file;
    const attempt = this.#attempt;
    if (!attempt) return;
    const nowMs = clock.nowMs();
    if (state.complete && this.stage.at === "running") {
      const why = `it had ${state.status} and did not end`;
      const termAtMs = nowMs + grace.cancel_seconds * 1000;
      await this.#stop({ why, outcome: "failed", termAtMs, killAtMs: null });
    }
    const overtime = whyOvertime({
      timeouts,
      status: state.status,
      startedAtMs: Date.parse(attempt.started_at),
      reportedAtMs: state.received_at === null ? null : Date.parse(state.received_at),
      listeningSinceMs,
      nowMs,
    });
    if (overtime !== undefined && this.stage.at === "running")
      await this.#stop({ why: overtime, outcome: "failed", termAtMs: nowMs, killAtMs: null });
    this.#pausedSinceMs = state.status === "paused" ? (this.#pausedSinceMs ?? nowMs) : undefined;
    const isPausedLong = nowMs - (this.#pausedSinceMs ?? nowMs) > grace.cancel_seconds * 1000;
    if (isPausedLong && this.stage.at === "running") {
      const why = "its trainer had paused and did not end";
      await this.#stop({ why, outcome: "paused", termAtMs: nowMs, killAtMs: null });
    }
    await this.#signal();
    await files.boundLog(this.training.id, attempt.attempt);
  }

  #stop(stop: Omit<Extract<RunEvent, { type: "stop" }>, "type">): Promise<void> {
    return this.#book.note({ type: "stop", ...stop });
  }

  async #signal(): Promise<void> {
    const nowMs = this.#context.clock.nowMs();
    const signal = dueSignal(this.stage, nowMs);
    if (signal === undefined || !this.#running) return;
    const killAtMs = nowMs + this.#file.grace.term_seconds * 1000;
    if (this.stage.at !== "stopping" || this.stage.signal !== signal)
      await this.#book.note({ type: "signalled", signal, killAtMs });
    await this.#running.stop(signal);
  }

  /** Ends what is left of the newest attempt, keeps the proof, and decides what comes next. */
  async #clear(): Promise<void> {
    const { gpus, clock, tokens, files, checkpoints } = this.#context;
    const { stage, training } = this;
    const attempt = this.#attempt;
    if (stage.at !== "clearing" || !attempt) return;
    if (attempt.checked_at === undefined) {
      const context = { launcher: this.#launcher, gpus, clock };
      await this.#book.note(undefined, await proveClean(this.#keyOf(attempt), attempt, context));
    }
    if (attempt.token_id !== undefined) await tokens.revoke(attempt.token_id);
    if (training.isDeleted) return this.#book.remove();
    await this.#takeInSpool();
    await this.#checkpoints.settled;
    const printed = await files.printed(training.id, attempt.attempt);
    const file = this.#file;
    const outcome = outcomeOf({
      attempt: attempt.attempt,
      clearing: stage,
      status: training.head.state.status,
      isComplete: training.head.state.complete,
      printed,
      isCancelWanted: training.cancel !== undefined,
      isPauseWanted: training.commands.some((each) => each.name === "pause" && isUnderWay(each)),
      hasCheckpoint: (await checkpoints.newest(training.id)) !== undefined,
      mayRetry: file.on_crash === "retry" && this.#book.record.tries < file.max_attempts,
    });
    await this.#carryOutOutcome(outcome, memoryOf(stage, printed) !== undefined);
  }

  /** Takes in what its trainers could not deliver, such as their last word while the server was down. */
  async #takeInSpool(): Promise<void> {
    const { files, clock, slices } = this.#context;
    for await (const text of files.spooled(this.training.id)) {
      const body = openIngestBody(text, "ndjson");
      if (body.ok) await ingest(this.training, body.records, { nowMs: clock.nowMs(), slices });
    }
  }

  async #carryOutOutcome(outcome: Outcome, outOfMemory: boolean): Promise<void> {
    const { clock, nextPlace } = this.#context;
    const { status, reason } = outcome;
    if (status !== undefined) {
      await recordAll(this.training, (state) =>
        state.status === status && state.reason === reason
          ? []
          : [statusRecord(status, reason, clock.nowMs())],
      );
    }
    const shown = { ...(reason !== undefined && { reason }), ...(outOfMemory && { out_of_memory: true }) };
    if (outcome.next === "queued") return this.#book.note({ type: "queued", place: nextPlace() }, shown);
    if (outcome.next === "over") return this.#book.note({ type: "ended" }, shown);
    await this.#book.note({ type: "rested" }, shown);
    await this.#obey();
  }

  /** Carries out what the server has to do of the commands under way; what cannot be done yet is done at a later look. */
  async #obey(): Promise<void> {
    const { clock, nextPlace } = this.#context;
    const { cancel_seconds: cancelSeconds } = this.#file.grace;
    const { training } = this;
    await obeyAll({ training, book: this.#book, nowMs: clock.nowMs(), cancelSeconds, nextPlace });
  }
}
