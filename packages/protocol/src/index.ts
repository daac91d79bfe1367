export {
  Alert,
  AlertKind,
  AlertList,
  AlertRule,
  AlertRuleList,
  AlertsQuery,
  alertKinds,
  CreateAlertRule,
  MuteTraining,
  PatchAlertRule,
} from "./alerts.ts";
export { ArchiveQuery, Artifact, ArtifactList, ArtifactPath, Checkpoint } from "./artifacts.ts";
export { AttemptSummary } from "./attempts.ts";
export { type Clause, type ClauseId, type ClauseLevel, clauses } from "./clauses.ts";
export { type CloseCode, type CloseMeaning, closeCodes, shouldReconnect } from "./close-codes.ts";
export { type Decoded, decodeServerMessage, decodeViewerMessage, encode } from "./codec.ts";
export {
  CommandAnswer,
  CommandList,
  type CommandName,
  CommandRequest,
  CommandStanding,
  type CommandState,
  commandNames,
  commandStates,
} from "./commands.ts";
export { codeOfIssues, describeIssues } from "./describe-issues.ts";
export { type ErrorCode, type ErrorMeaning, errorCodes, isErrorCode, OpenErrorCode } from "./error-codes.ts";
export {
  countFields,
  flatFieldNames,
  MetricName,
  Metrics,
  measuredFields,
  Nonfinite,
  ServerEvent,
  textFields,
} from "./fields.ts";
export { toEnvelope, toFlat } from "./flat.ts";
export { Seq, StreamId, TrainId, trainIdPattern } from "./ids.ts";
export {
  type IngestBody,
  type OpenedIngestBody,
  openIngestBody,
  type RawRecord,
  readIngestBody,
} from "./ingest-body.ts";
export { parseBoundedJson, parseJson } from "./json.ts";
export { limits } from "./limits.ts";
export { LogsPage, LogsQuery } from "./logs.ts";
export { liftNonfinite } from "./nonfinite.ts";
export { ParameterValue, paramsSchema, Recipe, RecipeList, RecipeName, RecipeParameter } from "./recipes.ts";
export { applyUpdate, type Change, initialState, nextState, updateOf } from "./reduce.ts";
export { type MessageCarrier, type MessageRole, messages, type RegisteredMessage } from "./registry.ts";
export {
  CommandAck,
  type ParsedReport,
  parseReport,
  Report,
  type ReportResult,
  WrittenReport,
} from "./report.ts";
export {
  Command,
  DeleteQuery,
  ErrorAnswer,
  FlatQuery,
  IngestAnswer,
  PatchTraining,
  StartAnswer,
  StartTraining,
  TrainingsPage,
  TrainingsQuery,
  UpdatesPage,
  UpdatesQuery,
  VersionAnswer,
} from "./rest.ts";
export { Retention } from "./retention.ts";
export {
  errorsOf,
  HealthzAnswer,
  ReadyzAnswer,
  type Route,
  type RouteAnswer,
  routes,
} from "./routes.ts";
export {
  joinSeriesNames,
  MetricSeries,
  SeriesAnswer,
  SeriesAxis,
  SeriesQuery,
  seriesFieldNames,
} from "./series.ts";
export {
  Details,
  ErrorMessage,
  Pong,
  ServerMessage,
  SubscriptionConfirmed,
  SubscriptionReset,
  TrainingCompleted,
  TrainingsConfirmed,
  TrainingsUpdate,
  TrainingUpdate,
  UpdateData,
  Welcome,
} from "./server-messages.ts";
export { FlatMessage, TrainingState } from "./state.ts";
export { Health, isTerminal, OpenHealth, OpenStatus, Status } from "./status.ts";
export {
  type DraftSubprotocol,
  draftSubprotocols,
  type Negotiation,
  negotiate,
  type Subprotocol,
  supportedSubprotocols,
  tokenSubprotocolPrefix,
} from "./subprotocol.ts";
export {
  CreatedToken,
  CreateToken,
  LogIn,
  SessionAnswer,
  sessionCookieName,
  TokenInfo,
  TokenList,
  TokenScope,
  TrainIds,
  tokenPattern,
  tokenScopes,
} from "./tokens.ts";
export { TrainingSummary } from "./training-summary.ts";
export { BatchReader } from "./v2/batch-reader.ts";
export { CompactUpdate, changesOf, expandUpdate, Headline, headlineOf } from "./v2/headline.ts";
export { Batch, Channel, ChannelConfirmed, UpdateRun } from "./v2/messages.ts";
export { draftMessages } from "./v2/registry.ts";
export {
  Ping,
  SubscribeTraining,
  SubscribeTrainings,
  UnsubscribeTraining,
  UnsubscribeTrainings,
  ViewerMessage,
} from "./viewer-messages.ts";
