import type { z } from "zod";
import {
  Alert,
  AlertList,
  AlertRule,
  AlertRuleList,
  AlertsQuery,
  CreateAlertRule,
  MuteTraining,
  PatchAlertRule,
} from "./alerts.ts";
import { ArchiveQuery, ArtifactList } from "./artifacts.ts";
import { type Decoded, decodeServerMessage, decodeViewerMessage } from "./codec.ts";
import { CommandAnswer, CommandList, CommandRequest } from "./commands.ts";
import { codeOfIssues, describeIssues } from "./describe-issues.ts";
import { parseJson } from "./json.ts";
import { LogsPage, LogsQuery } from "./logs.ts";
import { RecipeList } from "./recipes.ts";
import { parseReport, Report, WrittenReport } from "./report.ts";
import {
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
import { SeriesAnswer, SeriesQuery } from "./series.ts";
import { ServerMessage } from "./server-messages.ts";
import { FlatMessage } from "./state.ts";
import { CreatedToken, CreateToken, LogIn, SessionAnswer, TokenList } from "./tokens.ts";
import { TrainingSummary } from "./training-summary.ts";
import { ViewerMessage } from "./viewer-messages.ts";

/** Who writes or reads a message; a `client` is any viewer or trainer. */
export type MessageRole = "viewer" | "trainer" | "client" | "server";

/** How a message travels: in a frame of a socket, as a body of HTTP, or as a query, whose values are texts. */
export type MessageCarrier = "socket" | "body" | "query";

/** A message of the wire: who says it to whom, and what a reader of this version makes of it. */
export interface RegisteredMessage {
  /** Its `type`, or the heading of its body in PROTOCOL.md. */
  readonly name: string;
  readonly writer: MessageRole;
  readonly reader: MessageRole;
  readonly carrier: MessageCarrier;
  readonly schema: z.ZodType;
  /** What its text may say, where that is more than the schema takes; `schema` if absent. */
  readonly written?: z.ZodType;
  /** Reads its text as a peer of this version does. A query is given as a JSON object of texts. Never throws. */
  readonly read: (text: string) => Decoded<unknown>;
}

/** The training for which a record is read that names none itself. */
const anyTrainId = "job_abc123";

/** Every message of version 1. What is not here is not watched by the change checker. */
export const messages: readonly RegisteredMessage[] = [
  ...ViewerMessage.options.map(
    (schema): RegisteredMessage => ({
      name: schema.shape.type.value,
      writer: "viewer",
      reader: "server",
      carrier: "socket",
      schema,
      read: decodeViewerMessage,
    }),
  ),
  ...ServerMessage.options.map(
    (schema): RegisteredMessage => ({
      name: schema.shape.type.value,
      writer: "server",
      reader: "viewer",
      carrier: "socket",
      schema,
      read: decodeServerMessage,
    }),
  ),
  { ...answer("flat_message", FlatMessage, "viewer"), carrier: "socket" },
  answer("training_summary", TrainingSummary, "viewer"),
  answer("ingest_answer", IngestAnswer, "trainer"),
  answer("updates_page", UpdatesPage, "viewer"),
  answer("series_answer", SeriesAnswer, "viewer"),
  answer("trainings_page", TrainingsPage, "viewer"),
  answer("start_answer", StartAnswer, "client"),
  answer("version_answer", VersionAnswer, "client"),
  answer("command_answer", CommandAnswer, "client"),
  answer("command_list", CommandList, "viewer"),
  answer("recipe_list", RecipeList, "client"),
  answer("artifact_list", ArtifactList, "viewer"),
  answer("logs_page", LogsPage, "viewer"),
  answer("alert_rule", AlertRule, "client"),
  answer("alert_rule_list", AlertRuleList, "viewer"),
  answer("alert", Alert, "client"),
  answer("alert_list", AlertList, "viewer"),
  answer("error_answer", ErrorAnswer, "client"),
  answer("created_token", CreatedToken, "client"),
  answer("token_list", TokenList, "client"),
  answer("session_answer", SessionAnswer, "viewer"),
  request("start_training", StartTraining),
  request("command_request", CommandRequest),
  request("patch_training", PatchTraining),
  request("create_alert_rule", CreateAlertRule),
  request("patch_alert_rule", PatchAlertRule),
  request("mute_training", MuteTraining),
  request("create_token", CreateToken),
  request("log_in", LogIn),
  {
    name: "report",
    writer: "trainer",
    reader: "server",
    carrier: "body",
    schema: Report,
    written: WrittenReport,
    read: readReport,
  },
  query("updates_query", UpdatesQuery),
  query("series_query", SeriesQuery),
  query("trainings_query", TrainingsQuery),
  query("flat_query", FlatQuery),
  query("delete_query", DeleteQuery),
  query("archive_query", ArchiveQuery),
  query("logs_query", LogsQuery),
  query("alerts_query", AlertsQuery),
];

function answer(name: string, schema: z.ZodType, reader: MessageRole): RegisteredMessage {
  return { name, writer: "server", reader, carrier: "body", schema, read: (text) => readBody(schema, text) };
}

function request(name: string, schema: z.ZodType): RegisteredMessage {
  return {
    name,
    writer: "client",
    reader: "server",
    carrier: "body",
    schema,
    read: (text) => readBody(schema, text),
  };
}

function query(name: string, schema: z.ZodType): RegisteredMessage {
  return { ...request(name, schema), writer: "viewer", carrier: "query" };
}

function readBody(schema: z.ZodType, text: string): Decoded<unknown> {
  const value = readJson(text);
  if (value === undefined) return notJson;
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: "message", message: parsed.data };
  return { kind: "invalid", code: codeOfIssues(parsed.error, value), message: describeIssues(parsed.error) };
}

/** A record is read by the ingest's own reader, which knows bare `NaN` and the like. */
function readReport(text: string): Decoded<unknown> {
  let record: unknown;
  try {
    record = parseJson(text);
  } catch {
    return notJson;
  }
  const named = (record as { train_id?: unknown; job_id?: unknown } | null) ?? {};
  const trainId = [named.train_id, named.job_id].find((id) => typeof id === "string") ?? anyTrainId;
  const result = parseReport(record, trainId);
  if (result.ok) return { kind: "message", message: result.report };
  const code = result.code === "bad_id" ? "bad_id" : "bad_message";
  return { kind: "invalid", code, message: result.message };
}

const notJson: Decoded<unknown> = { kind: "invalid", code: "bad_json", message: "the text is not JSON" };

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
