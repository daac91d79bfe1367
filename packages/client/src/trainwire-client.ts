import type {
  ArtifactList,
  CommandAnswer,
  CommandList,
  CommandName,
  LogsPage,
  PatchTraining,
  RecipeList,
  StartAnswer,
  StartTraining,
  TrainId,
  TrainingSummary,
  TrainingsPage,
  VersionAnswer,
} from "@trainwire/protocol";
import type { Following, FollowOptions } from "./follow/following.ts";
import type { FollowingSeries } from "./follow/following-series.ts";
import type { FollowingTrainings } from "./follow/following-trainings.ts";
import type { ConnectionState } from "./link/connection-state.ts";
import type { Observable } from "./observable.ts";
import type { Alerts } from "./rest/alerts.ts";
import type { CommandOptions, DeleteOptions, EditOptions } from "./rest/edit.ts";
import type { LogsRequest } from "./rest/logs.ts";
import type { SeriesOptions, SeriesRequest, SeriesResult } from "./rest/series.ts";

/** Which page of the list of trainings is asked for. */
export interface TrainingsPageRequest {
  /** At most 1000, default 100. */
  readonly limit?: number;
  /** `next_cursor` of the page before; absent for the first. */
  readonly cursor?: string | undefined;
}

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
   * A page of the list of trainings, newest first, for those that are too old for `followTrainings`. The answer's
   * `next_cursor` asks for the next page; without one there is none.
   *
   * @throws TrainwireClientError as `series`
   */
  trainingsPage(request?: TrainingsPageRequest, options?: EditOptions): Promise<TrainingsPage>;
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
  /** Rules by which the server alerts, and what they found; on a server that names the capability `alerts`. */
  readonly alerts: Alerts;
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
  /**
   * The files that a training has left. Where they are downloaded is `artifactUrl`.
   *
   * @throws TrainwireClientError as `series`
   */
  artifacts(trainId: TrainId, options?: EditOptions): Promise<ArtifactList>;
  /**
   * Where an artifact is downloaded, for a link: by a page of the server's own with its cookie, else with a bearer. It
   * answers to `Range`. Without a path: all artifacts as one tar file.
   */
  artifactUrl(trainId: TrainId, path?: string): URL;
  /**
   * Deletes an artifact, for good.
   *
   * @throws TrainwireClientError as `patchTraining`
   */
  deleteArtifact(trainId: TrainId, path: string, options?: EditOptions): Promise<void>;
  /** Stops every following and ends the connection: nothing fires after it, nothing stays open. */
  close(): void;
}
