import { z } from "zod";
import { commandNames } from "./commands.ts";
import type { ErrorCode } from "./error-codes.ts";
import type { TokenScope } from "./tokens.ts";

/** Answer of `GET /healthz`, as long as the server runs. */
export const HealthzAnswer = z.object({
  status: z.string(),
  /** Open sockets. These counts are absent for whom they are not meant. */
  connections: z.int().min(0).optional(),
  subscriptions: z.int().min(0).optional(),
  /** Trainings in use. */
  trainings: z.int().min(0).optional(),
});
/** Answer of `GET /healthz`, as long as the server runs. */
export type HealthzAnswer = z.infer<typeof HealthzAnswer>;

/** Answer of `GET /readyz`: `ready`, or `unready` with the reasons. */
export const ReadyzAnswer = z.object({
  status: z.string(),
  /** `draining`: about to stop. `storage`: updates cannot be stored. */
  reasons: z.array(z.string()).optional(),
});
/** Answer of `GET /readyz`: `ready`, or `unready` with the reasons. */
export type ReadyzAnswer = z.infer<typeof ReadyzAnswer>;

/** The body of an answer: a message of the registry or a schema's name, or a file of some media type. */
export type RouteAnswer = { readonly message: string } | { readonly file: string } | "empty";

/** A request that a server answers. */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With `{id}` and the like for its parameters. */
  readonly path: string;
  readonly summary: string;
  /** What its token needs to be good for; `open` to all. */
  readonly need: "open" | TokenScope;
  /** The name of its query in the registry. */
  readonly query?: string;
  /** The name of its body in the registry; `records` = one `report`, an array of them, or NDJSON. */
  readonly body?: string;
  readonly answers: Readonly<Record<number, RouteAnswer>>;
  /** Whether the answer has an ETag, and is 304 to a request that names it. */
  readonly hasEtag?: boolean;
  /** Codes that it answers beside those of every route like it: see `errorsOf`. */
  readonly errors?: readonly ErrorCode[];
}

const api = "/api/v1";
const training = `${api}/trainings/{id}`;

/** Every request of the REST part, in the order of PROTOCOL.md. */
export const routes: readonly Route[] = [
  {
    ...read(`${api}/trainings`, "The trainings, newest first.", "trainings_page"),
    query: "trainings_query",
  },
  {
    ...write("POST", `${api}/trainings`, "Starts or registers a training."),
    need: "publish",
    body: "start_training",
    answers: { 201: { message: "start_answer" } },
    errors: [
      "bad_id",
      "unknown_recipe",
      "recipe_unavailable",
      "bad_params",
      "queue_full",
      "training_exists",
      "training_deleted",
      "storage_unavailable",
    ],
  },
  { ...read(training, "The state of a training: the polling fallback.", "training_summary"), hasEtag: true },
  {
    ...write("PATCH", training, "Changes name, tags, notes or retention of a training."),
    body: "patch_training",
    answers: { 200: { message: "training_summary" } },
    errors: ["storage_unavailable"],
  },
  {
    ...write("DELETE", training, "Deletes a training with all that belongs to it."),
    query: "delete_query",
    errors: ["training_running", "storage_unavailable"],
  },
  {
    ...read(
      `${training}/updates`,
      "Updates after a position, lossless; a long-poll if asked.",
      "updates_page",
    ),
    query: "updates_query",
    errors: ["stream_changed", "past_end", "expired"],
  },
  {
    ...read(`${training}/series`, "Down-sampled series for charts.", "series_answer"),
    query: "series_query",
    hasEtag: true,
  },
  {
    ...write("POST", `${training}/updates`, "Publishes records of a training."),
    need: "publish",
    body: "records",
    answers: { 200: { message: "ingest_answer" } },
    errors: ["too_many_records", "storage_unavailable"],
  },
  ...commandNames.map(
    (command): Route => ({
      ...write("POST", `${training}/${command}`, `Tells the training: ${command}.`),
      body: "command_request",
      answers: { 200: { message: "command_answer" }, 202: { message: "command_answer" } },
      errors: ["command_exists", "training_ended", "storage_unavailable"].concat(
        command === "checkpoint" ? ["not_running"] : command === "resume" ? ["queue_full"] : [],
      ) as ErrorCode[],
    }),
  ),
  read(`${training}/commands`, "What the training was told, newest first.", "command_list"),
  {
    ...read(`${training}/logs`, "What a trainer that the server started printed.", "logs_page"),
    query: "logs_query",
    errors: ["not_found"],
  },
  read(`${training}/artifacts`, "The files that the training has left.", "artifact_list"),
  {
    ...read(`${training}/artifacts/{path}`, "One of them; with Range a part of it.", ""),
    answers: { 200: { file: "application/octet-stream" }, 206: { file: "application/octet-stream" } },
    hasEtag: true,
    errors: ["bad_message", "not_found", "range_not_satisfiable", "artifact_changed"],
  },
  {
    ...write("DELETE", `${training}/artifacts/{path}`, "Deletes one of them."),
    errors: ["bad_message", "not_found"],
  },
  {
    ...read(`${training}/archive`, "A folder of them, or all, as one file.", ""),
    query: "archive_query",
    answers: { 200: { file: "application/x-tar" } },
    errors: ["not_found"],
  },
  read(`${api}/recipes`, "What can be started.", "recipe_list"),
  read(`${api}/alert-rules`, "The rules by which the server alerts.", "alert_rule_list"),
  {
    ...write("POST", `${api}/alert-rules`, "Makes a rule; the secret of its webhook is shown this once."),
    body: "create_alert_rule",
    answers: { 201: { message: "alert_rule" } },
    errors: ["storage_unavailable"],
  },
  {
    ...write("PATCH", `${api}/alert-rules/{rule_id}`, "Changes or mutes a rule."),
    body: "patch_alert_rule",
    answers: { 200: { message: "alert_rule" } },
    errors: ["not_found", "storage_unavailable"],
  },
  {
    ...write("DELETE", `${api}/alert-rules/{rule_id}`, "Removes a rule; its alerts stay."),
    errors: ["not_found", "storage_unavailable"],
  },
  {
    ...read(`${api}/alerts`, "What the rules have found, newest first.", "alert_list"),
    query: "alerts_query",
    hasEtag: true,
  },
  {
    ...write("POST", `${api}/alerts/{alert_id}/acknowledge`, "Notes that somebody has seen an alert."),
    answers: { 200: { message: "alert" } },
    errors: ["not_found", "storage_unavailable"],
  },
  {
    ...write("POST", `${training}/mute`, "Mutes the alerts of a training for a time."),
    body: "mute_training",
    errors: ["storage_unavailable"],
  },
  {
    ...write("POST", `${api}/backup`, "A copy of all that the server holds, made while it serves."),
    need: "admin",
    answers: { 200: { file: "application/vnd.sqlite3" } },
    errors: ["storage_unavailable"],
  },
  { ...read(`${api}/version`, "Which protocols the server speaks.", "version_answer"), need: "open" },
  {
    ...read(
      `${api}/session`,
      "Whether a token is needed, and what the requester's covers.",
      "session_answer",
    ),
    need: "open",
  },
  {
    ...write("POST", `${api}/session`, "Trades a token for the cookie of a session."),
    need: "open",
    body: "log_in",
    errors: ["unauthorized", "storage_unavailable"],
  },
  { ...write("DELETE", `${api}/session`, "Ends the session."), need: "open" },
  { ...read(`${api}/tokens`, "The tokens, without their texts.", "token_list"), need: "admin" },
  {
    ...write("POST", `${api}/tokens`, "Makes a token; its text is shown this once."),
    need: "admin",
    body: "create_token",
    answers: { 201: { message: "created_token" } },
    errors: ["storage_unavailable"],
  },
  {
    ...write("DELETE", `${api}/tokens/{token_id}`, "Revokes a token and closes its sockets."),
    need: "admin",
    errors: ["not_found", "storage_unavailable"],
  },
  {
    ...read(`${api}/openapi.json`, "These requests, as OpenAPI has them.", ""),
    answers: { 200: { file: "application/json" } },
  },
  { ...read("/healthz", "Whether the server runs.", "HealthzAnswer"), need: "open" },
  {
    ...read("/readyz", "Whether the server can serve.", "ReadyzAnswer"),
    need: "open",
    answers: { 200: { message: "ReadyzAnswer" }, 503: { message: "ReadyzAnswer" } },
  },
  {
    ...read("/metrics", "Metrics in Prometheus' text format.", ""),
    answers: { 200: { file: "text/plain" } },
  },
];

function read(path: string, summary: string, message: string): Route {
  return { method: "GET", path, summary, need: "read", answers: { 200: { message } } };
}

function write(method: "POST" | "PATCH" | "DELETE", path: string, summary: string): Route {
  return { method, path, summary, need: "control", answers: { 204: "empty" } };
}

/** Every error code that a route may answer with. */
export function errorsOf(route: Route): ErrorCode[] {
  const { method, path, need, query, body, errors = [] } = route;
  const isOfTraining = path.startsWith(training);
  const codes: ErrorCode[] = ["forbidden_origin", "forbidden_host", "too_many_requests", "internal"];
  if (path.startsWith(api)) codes.push("shutting_down");
  if (need !== "open") codes.push("unauthorized", "forbidden");
  if (isOfTraining) codes.push("bad_id", "training_deleted");
  if (isOfTraining && body !== "records") codes.push("unknown_training");
  if (query !== undefined) codes.push("bad_message");
  if (body !== undefined) codes.push("bad_json", "body_too_large", "unsupported_content_type");
  if (body !== undefined && body !== "records") codes.push("bad_message");
  // A body that is sent where none is asked for is refused all the same.
  if (body === undefined && method !== "GET") codes.push("unsupported_content_type", "body_too_large");
  return [...new Set([...codes, ...errors])].sort();
}
