import {
  type CommandAnswer,
  CommandList,
  type CommandName,
  LogsPage,
  type PatchTraining,
  RecipeList,
  type ServerMessage,
  type StartAnswer,
  type StartTraining,
  type TrainId,
  TrainId as TrainIdSchema,
  TrainingSummary,
  VersionAnswer,
} from "@trainwire/protocol";
import { TrainwireClientError } from "./errors.ts";
import { type Following, FollowingSession, type FollowOptions } from "./follow/following.ts";
import { type FollowingSeries, SeriesSession } from "./follow/following-series.ts";
import { type FollowingTrainings, TrainingsChannel } from "./follow/following-trainings.ts";
import { type ChannelContext, TrainingChannel } from "./follow/training-channel.ts";
import type { ConnectionState } from "./link/connection-state.ts";
import { Connector } from "./link/connector.ts";
import type { Observable } from "./observable.ts";
import type { CommandOptions, DeleteOptions, EditOptions } from "./rest/edit.ts";
import { type LogsRequest, logsQuery } from "./rest/logs.ts";
import { Rest, trainingPath } from "./rest/rest.ts";
import type { SeriesOptions, SeriesRequest, SeriesResult } from "./rest/series.ts";
import { type ConnectOptions, resolveSettings, type Settings } from "./settings.ts";
import { logMessage } from "./wire-log.ts";

/** A viewer: follows trainings over one socket, and polls where a socket is not to be had. */
export interface TrainwireClient extends Disposable {
  readonly url: URL;
  /** How the client is connected. */
  readonly connection: Observable<ConnectionState>;
  /**
   * Follows a training, also one that is not registered yet. Followings of the same training share one
   * subscription; each keeps its own position, so differing `afterSeq` are fine.
   *
   * @throws TrainwireClientError `closed`, or `bad_option` for an `afterSeq` that is no position, or beside `keepUpdates` false
   */
  follow(trainId: TrainId, options?: FollowOptions): Following;
  /**
   * Follows the list of trainings, newest first.
   *
   * @throws TrainwireClientError `closed`
   */
  followTrainings(): FollowingTrainings;
  /**
   * Tries now what waits for its time: call it after a login. In the modes `unauthorized` and `forbidden` the
   * server is asked whether it lets the client in by now; followings go on where they stood.
   */
  retry(): void;
  /**
   * The series of a training for charts: down-sampled, so that every spike stays visible. Needs no following.
   *
   * @throws TrainwireClientError `bad_id`, `closed`, `refused` or `unreachable`; the signal's reason if it aborts
   */
  series(trainId: TrainId, request?: SeriesRequest, options?: SeriesOptions): Promise<SeriesResult>;
  /**
   * The series of a training with what is reported from now on: for charts that stay live. One answer of `series`,
   * then the updates after it; both anew when the log was numbered anew, or the tail has grown long.
   *
   * @throws TrainwireClientError `closed`
   */
  followSeries(trainId: TrainId, request?: SeriesRequest): FollowingSeries;
  /**
   * A training's state and record: with `config`, `notes`, `params` and `attempts`, which no list has.
   *
   * @throws TrainwireClientError as `series`
   */
  training(trainId: TrainId, options?: EditOptions): Promise<TrainingSummary>;
  /**
   * What the trainer of an attempt printed, by positions in bytes; waits for more if asked to.
   *
   * @throws TrainwireClientError as `series`: `refused` with the wire code `not_found` where the server has no log
   */
  logs(trainId: TrainId, request?: LogsRequest, options?: EditOptions): Promise<LogsPage>;
  /**
   * The recipes that trainings can be started from; empty on a server that starts none.
   *
   * @throws TrainwireClientError as `series`
   */
  recipes(options?: EditOptions): Promise<RecipeList>;
  /**
   * Registers a training, or starts one from a recipe, by a token with the scope publish, or control for a recipe.
   *
   * @throws TrainwireClientError as `patchTraining`: `refused` with wire codes such as `bad_params`
   */
  startTraining(start: StartTraining, options?: EditOptions): Promise<StartAnswer>;
  /**
   * Which server it is, and what it can do: `capabilities`.
   *
   * @throws TrainwireClientError as `series`
   */
  version(options?: EditOptions): Promise<VersionAnswer>;
  /**
   * Changes a training's name, tags, notes or retention: what the patch names, where `null` clears. Resolves with
   * the training as it is then. Where tokens are required it takes the scope control.
   *
   * @throws TrainwireClientError `bad_id`, `closed`, `refused`, `unauthorized`, `forbidden` or `unreachable`; the
   * signal's reason if it aborts, and then the change may have been made all the same
   */
  patchTraining(trainId: TrainId, patch: PatchTraining, options?: EditOptions): Promise<TrainingSummary>;
  /**
   * Tells a training to `pause`, `resume`, `cancel` or write a `checkpoint`. Resolves with the command as it stands
   * then: mostly `open`, since its trainer is yet to hear of it; each change of it is an update with an `event` of the
   * kind `command`. The same `commandId` again is the same command. Where tokens are required it takes the scope control.
   *
   * @throws TrainwireClientError as `patchTraining`: `refused` with wire codes such as `training_ended`
   */
  command(trainId: TrainId, name: CommandName, options?: CommandOptions): Promise<CommandAnswer>;
  /**
   * What a training was told, newest first, and what became of it.
   *
   * @throws TrainwireClientError as `series`
   */
  commands(trainId: TrainId, options?: EditOptions): Promise<CommandList>;
  /**
   * Deletes a training with all that was stored of it, for good. Followings show `training_deleted` as error.
   *
   * @throws TrainwireClientError as `patchTraining`: `refused` with the wire code `training_running` if it is
   * starting or running and `force` is not given, with `training_deleted` if it was deleted before
   */
  deleteTraining(trainId: TrainId, options?: DeleteOptions): Promise<void>;
  /** Stops every following and ends the connection: nothing fires after it, nothing stays open. */
  close(): void;
}

/**
 * A client of the server at `options.url`. It connects when the first training is followed, and disconnects
 * when nothing is followed any longer.
 *
 * @throws TrainwireClientError `bad_option`
 */
export function connect(options: ConnectOptions): TrainwireClient {
  return new Client(resolveSettings(options), options.signal);
}

/** The client with its settings resolved: where tests put in their own clock and network. */
export class Client implements TrainwireClient {
  readonly url: URL;
  readonly #context: ChannelContext;
  readonly #channels = new Map<TrainId, TrainingChannel>();
  readonly #sessions = new Set<FollowingSession>();
  readonly #lists = new Set<FollowingTrainings>();
  readonly #series = new Set<SeriesSession>();
  readonly #list: TrainingsChannel;
  readonly #signal: AbortSignal | undefined;
  readonly #closing = new AbortController();
  #isClosed = false;

  constructor(settings: Settings, signal: AbortSignal | undefined) {
    this.url = new URL(settings.url);
    const connector: Connector = new Connector(settings, {
      connected: () => this.#subscribeAll(),
      message: (message) => {
        logMessage(settings.log, message);
        this.#route(message);
      },
      pathChanged: () => this.#pathChanged(),
      askDenial: (signal) => rest.getDenial(signal),
    });
    const rest: Rest = new Rest(settings, (outcome) => connector.restOutcome(outcome));
    this.#context = { settings, connector, rest };
    this.#list = new TrainingsChannel(this.#context);
    this.#signal = signal;
    signal?.addEventListener("abort", this.#onAbort);
    if (signal?.aborted) this.close();
  }

  get connection(): Observable<ConnectionState> {
    return this.#context.connector.state;
  }

  follow(trainId: TrainId, options: FollowOptions = {}): Following {
    this.#assertOpen();
    assertPosition(options);
    const done = (session: FollowingSession): void => this.#leave(session);
    const session = new FollowingSession(trainId, options, { ...this.#context, done });
    if (!TrainIdSchema.safeParse(trainId).success) session.failBadId();
    else if (options.signal?.aborted) session.stop();
    else this.#join(session);
    return session;
  }

  followTrainings(): FollowingTrainings {
    this.#assertOpen();
    this.#context.connector.want();
    const following = this.#list.join(() => {
      this.#lists.delete(following);
      this.#unwantSoon();
    });
    this.#lists.add(following);
    return following;
  }

  series(
    trainId: TrainId,
    request: SeriesRequest = {},
    { etag = null, signal }: SeriesOptions = {},
  ): Promise<SeriesResult> {
    const { rest } = this.#context;
    return this.#call(trainId, signal, (ended) => rest.getSeries(trainId, { ...request, etag }, ended));
  }

  followSeries(trainId: TrainId, request: SeriesRequest = {}): FollowingSeries {
    this.#assertOpen();
    const session = new SeriesSession(trainId, {
      settings: this.#context.settings,
      ask: (options) => this.series(trainId, request, options),
      follow: (options) => this.follow(trainId, options),
      done: (ended) => this.#series.delete(ended),
    });
    this.#series.add(session);
    return session;
  }

  training(trainId: TrainId, { signal }: EditOptions = {}): Promise<TrainingSummary> {
    const path = trainingPath(trainId);
    return this.#call(trainId, signal, (ended) => this.#context.rest.read(TrainingSummary, { path }, ended));
  }

  logs(trainId: TrainId, request: LogsRequest = {}, { signal }: EditOptions = {}): Promise<LogsPage> {
    const given = { path: `${trainingPath(trainId)}/logs`, query: logsQuery(request) };
    return this.#call(trainId, signal, (ended) => this.#context.rest.read(LogsPage, given, ended));
  }

  recipes({ signal }: EditOptions = {}): Promise<RecipeList> {
    return this.#call(null, signal, (ended) =>
      this.#context.rest.read(RecipeList, { path: "recipes" }, ended),
    );
  }

  startTraining(start: StartTraining, { signal }: EditOptions = {}): Promise<StartAnswer> {
    return this.#call(null, signal, (ended) => this.#context.rest.startTraining(start, ended));
  }

  version({ signal }: EditOptions = {}): Promise<VersionAnswer> {
    return this.#call(null, signal, (ended) =>
      this.#context.rest.read(VersionAnswer, { path: "version" }, ended),
    );
  }

  patchTraining(
    trainId: TrainId,
    patch: PatchTraining,
    { signal }: EditOptions = {},
  ): Promise<TrainingSummary> {
    return this.#call(trainId, signal, (ended) => this.#context.rest.patchTraining(trainId, patch, ended));
  }

  command(
    trainId: TrainId,
    name: CommandName,
    { reason, commandId: command_id, signal }: CommandOptions = {},
  ): Promise<CommandAnswer> {
    const asked = { name, reason, command_id };
    return this.#call(trainId, signal, (ended) => this.#context.rest.command(trainId, asked, ended));
  }

  commands(trainId: TrainId, { signal }: EditOptions = {}): Promise<CommandList> {
    const path = `${trainingPath(trainId)}/commands`;
    return this.#call(trainId, signal, (ended) => this.#context.rest.read(CommandList, { path }, ended));
  }

  deleteTraining(trainId: TrainId, { force = false, signal }: DeleteOptions = {}): Promise<void> {
    return this.#call(trainId, signal, (ended) => this.#context.rest.deleteTraining(trainId, force, ended));
  }

  retry(): void {
    this.#context.connector.retry();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#closing.abort(closedError());
    this.#signal?.removeEventListener("abort", this.#onAbort);
    for (const session of this.#series) session.stop();
    for (const session of this.#sessions) session.stop();
    for (const following of this.#lists) following.stop();
    this.#context.connector.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** A call of REST about a training, or about none, that ends with its signal, and with the client. */
  async #call<T>(
    trainId: TrainId | null,
    signal: AbortSignal | undefined,
    call: (ended: AbortSignal) => Promise<T>,
  ): Promise<T> {
    this.#assertOpen();
    if (trainId !== null && !TrainIdSchema.safeParse(trainId).success) {
      throw new TrainwireClientError("bad_id", { message: `${trainId} is no id of a training.` });
    }
    const { signal: closing } = this.#closing;
    const ended = signal ? AbortSignal.any([closing, signal]) : closing;
    try {
      return await call(ended);
    } catch (error) {
      ended.throwIfAborted();
      throw error;
    }
  }

  readonly #onAbort = (): void => this.close();

  #join(session: FollowingSession): void {
    this.#sessions.add(session);
    const channel =
      this.#channels.get(session.trainId) ?? new TrainingChannel(session.trainId, this.#context);
    this.#channels.set(session.trainId, channel);
    this.#context.connector.want();
    channel.join(session);
  }

  #leave(session: FollowingSession): void {
    this.#sessions.delete(session);
    const channel = this.#channels.get(session.trainId);
    if (channel === undefined) return;
    channel.leave(session);
    if (channel.isEmpty) this.#channels.delete(session.trainId);
    this.#unwantSoon();
  }

  /** Whoever stops following and begins again in the same task (as React does) keeps the connection. */
  #unwantSoon(): void {
    queueMicrotask(() => {
      const isUnwanted = this.#channels.size === 0 && this.#list.isEmpty;
      if (isUnwanted && !this.#isClosed) this.#context.connector.unwant();
    });
  }

  #subscribeAll(): void {
    for (const channel of this.#channels.values()) channel.subscribe();
    if (!this.#list.isEmpty) this.#list.subscribe();
  }

  #pathChanged(): void {
    for (const channel of this.#channels.values()) channel.pathChanged();
    if (!this.#list.isEmpty) this.#list.pathChanged();
  }

  #route(message: ServerMessage): void {
    switch (message.type) {
      case "welcome":
      case "pong":
        return;
      case "trainings_confirmed":
      case "trainings_update":
        if (!this.#list.isEmpty) this.#list.receive(message);
        return;
      case "subscription_confirmed":
      case "training_update":
      case "training_completed":
      case "subscription_reset":
      case "error":
        if (message.train_id !== undefined) this.#channels.get(message.train_id)?.receive(message);
        else if (!this.#list.isEmpty) this.#list.refused();
        return;
      default:
        message satisfies never;
    }
  }

  #assertOpen(): void {
    if (this.#isClosed) throw closedError();
  }
}

function closedError(): TrainwireClientError {
  return new TrainwireClientError("closed", { message: "The client was closed." });
}

function assertPosition({ afterSeq, keepUpdates = true }: FollowOptions): void {
  if (afterSeq === undefined) return;
  if (!keepUpdates) {
    throw new TrainwireClientError("bad_option", {
      message: "keepUpdates is false; expected no afterSeq beside it.",
    });
  }
  if (Number.isSafeInteger(afterSeq) && afterSeq >= 0) return;
  throw new TrainwireClientError("bad_option", {
    message: `afterSeq is ${afterSeq}; expected a whole number from 0.`,
  });
}
