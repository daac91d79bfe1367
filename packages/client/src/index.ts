export { connect } from "./connect.ts";
export {
  type ClientErrorCode,
  type ClientErrorMeaning,
  clientErrorCodes,
  TrainwireClientError,
} from "./errors.ts";
export type { Following, FollowOptions } from "./follow/following.ts";
export type { FollowingSeries, SeriesSnapshot } from "./follow/following-series.ts";
export type { FollowingTrainings } from "./follow/following-trainings.ts";
export type { TrainingSnapshot, TrainingsSnapshot } from "./follow/snapshot.ts";
export type { ConnectionState } from "./link/connection-state.ts";
export type { ProtocolVersion } from "./link/versions.ts";
export type { Observable } from "./observable.ts";
export { publishTraining, type TrainingPublisher } from "./publish/publish-training.ts";
export type { PublishOptions } from "./publish/publisher-options.ts";
export type { ReportFields } from "./publish/report-fields.ts";
export type { Alerts } from "./rest/alerts.ts";
export type { CommandOptions, DeleteOptions, EditOptions } from "./rest/edit.ts";
export type { LogsRequest } from "./rest/logs.ts";
export type { SeriesOptions, SeriesRequest, SeriesResult } from "./rest/series.ts";
export type { ConnectOptions } from "./settings.ts";
export type { TokenSource } from "./token.ts";
export type { TrainingsPageRequest, TrainwireClient } from "./trainwire-client.ts";
