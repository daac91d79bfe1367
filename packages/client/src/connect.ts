import {
  ArtifactList,
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
  type TrainingsPage,
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
import { Alerts } from "./rest/alerts.ts";
import type { CommandOptions, DeleteOptions, EditOptions } from "./rest/edit.ts";
import { type LogsRequest, logsQuery } from "./rest/logs.ts";
import { artifactPath, Rest, trainingPath } from "./rest/rest.ts";
import type { SeriesOptions, SeriesRequest, SeriesResult } from "./rest/series.ts";
import { type ConnectOptions, resolveSettings, type Settings } from "./settings.ts";
import type { TrainingsPageRequest, TrainwireClient } from "./trainwire-client.ts";
import { logMessage } from "./wire-log.ts";

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
  readonly alerts: Alerts;
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
    this.alerts = new Alerts(rest, (trainId, signal, call) => this.#call(trainId, signal, call));
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

  trainingsPage(
    { limit = 100, cursor }: TrainingsPageRequest = {},
    { signal }: EditOptions = {},
  ): Promise<TrainingsPage> {
    return this.#call(null, signal, (ended) => this.#context.rest.getTrainingsPage({ limit, cursor }, ended));
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

  artifacts(trainId: TrainId, { signal }: EditOptions = {}): Promise<ArtifactList> {
    const path = `${trainingPath(trainId)}/artifacts`;
    return this.#call(trainId, signal, (ended) => this.#context.rest.read(ArtifactList, { path }, ended));
  }

  artifactUrl(trainId: TrainId, path?: string): URL {
    const below = path === undefined ? `${trainingPath(trainId)}/archive` : artifactPath(trainId, path);
    return new URL(`api/v1/${below}`, this.url);
  }

  deleteArtifact(trainId: TrainId, path: string, { signal }: EditOptions = {}): Promise<void> {
    return this.#call(trainId, signal, (ended) =>
      this.#context.rest.delete(artifactPath(trainId, path), ended),
    );
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
