import { once } from "node:events";
import { PatchTraining, readIngestBody, StartTraining, TrainId, UpdatesQuery } from "@trainwire/protocol";
import { serveArtifacts } from "./artifacts.ts";
import { tell } from "./commands.ts";
import { ingest } from "./ingest.ts";
import type { PeerAnswer, PeerRequest } from "./mutation.ts";
import { leaveAll, listRecipes, readStart, serveLogs } from "./recipes.ts";
import { refusal } from "./refusal.ts";
import { serveSeries } from "./series.ts";
import type { ReferenceStore, TrainingLog } from "./store.ts";
import { serveTokens } from "./token-routes.ts";
import { covers, type PeerGrant, type PeerTokens } from "./tokens.ts";

const trainingPath =
  /^\/api\/v1\/trainings\/([^/]+)(\/updates|\/series|\/commands|\/pause|\/resume|\/cancel|\/checkpoint|\/logs|\/archive|\/artifacts(?:\/.*)?)?$/;

/** What the peer serves from; `counts` answers `/healthz`. */
export interface RestContext {
  readonly store: ReferenceStore;
  readonly tokens: PeerTokens;
  readonly counts: () => Record<string, number>;
  readonly cancelGraceMs: number;
}

/** Serves one REST request. */
export async function serveRest(
  request: PeerRequest,
  { store, tokens, counts, cancelGraceMs }: RestContext,
): Promise<PeerAnswer> {
  const { method, path } = request;
  if (path === "/healthz") return ok({ status: "ok", ...counts(), trainings: store.logs.size });
  if (path === "/api/v1/version") {
    const { capabilities } = tokens;
    return ok({ name: "reference", version: "1.0", supported: ["trainwire.v1"], capabilities });
  }
  const ofTokens = serveTokens(request, tokens);
  if (ofTokens) return ofTokens;
  if (path === "/api/v1/trainings") {
    return method === "POST" ? register(request, store) : list(store, tokens.grantOf(request));
  }
  if (path === "/api/v1/recipes") return listRecipes();
  const [, trainId, below] = trainingPath.exec(path) ?? [];
  if (trainId === undefined) return refusal("not_found");
  if (!TrainId.safeParse(decodeURIComponent(trainId)).success) return refusal("bad_id");
  if (store.deletedIds.has(trainId)) return refusal("training_deleted");
  if (below === "/updates" && method === "POST") return publish(request, store, trainId);
  const log = store.logs.get(trainId);
  if (!log) return refusal("unknown_training");
  if (below === "/archive" || below?.startsWith("/artifacts")) return serveArtifacts(request, log, below);
  if (below === "/logs") return serveLogs(request, log);
  if (below === "/series") return serveSeries(request, log);
  if (below === "/commands") return ok({ commands: log.commands.toReversed() });
  if (below && method === "POST") return tell(request, { store, log, graceMs: cancelGraceMs });
  if (below) return page(request, store, log);
  if (method === "PATCH") return change(request, store, log);
  return method === "DELETE" ? remove(request, store, log) : state(request, log);
}

function ok(body: unknown, headers: Record<string, string> = {}): PeerAnswer {
  return { status: 200, headers, body };
}

function list(store: ReferenceStore, grant: PeerGrant | undefined): PeerAnswer {
  return ok({ trainings: store.newestFirst().filter(({ job_id }) => covers(grant, job_id)) });
}

function register({ body }: PeerRequest, store: ReferenceStore): PeerAnswer {
  const { train_id = "", recipe, params, ...fields } = StartTraining.parse(JSON.parse(body));
  const start = recipe === undefined ? undefined : readStart(recipe, params);
  if (start && "refused" in start) return start.refused;
  if (store.deletedIds.has(train_id)) return refusal("training_deleted");
  if (store.logs.has(train_id)) return refusal("training_exists");
  const log = store.open(train_id);
  log.change(fields);
  store.emit("change", log);
  if (start) {
    Object.assign(log.facts, { recipe, params: start.params });
    leaveAll(log);
    const end = readIngestBody('{"status": "completed"}', "json");
    if (end.ok) ingest(store, train_id, end.records);
  }
  return { status: 201, body: { status: "started", train_id, training_status: "queued" } };
}

function state({ headers }: PeerRequest, log: TrainingLog): PeerAnswer {
  const etag = `"${log.streamId}-${log.state.seq}-${log.version}"`;
  if (headers["if-none-match"] === etag) return { status: 304, headers: { etag } };
  return ok(log.summary, { etag });
}

function change({ body }: PeerRequest, store: ReferenceStore, log: TrainingLog): PeerAnswer {
  const patch = PatchTraining.safeParse(JSON.parse(body));
  if (!patch.success) return refusal("bad_message");
  log.change(patch.data);
  store.emit("change", log);
  return ok(log.summary);
}

function remove({ query }: PeerRequest, store: ReferenceStore, log: TrainingLog): PeerAnswer {
  const runs = log.state.status === "running" || log.state.status === "starting";
  if (runs && query.get("force") !== "true") return refusal("training_running");
  store.delete(log);
  return { status: 204 };
}

function publish({ headers, body }: PeerRequest, store: ReferenceStore, trainId: string): PeerAnswer {
  const type = (headers["content-type"] ?? "").split(";", 1)[0];
  if (type !== "application/json" && type !== "application/x-ndjson")
    return refusal("unsupported_content_type");
  const read = readIngestBody(body, type === "application/json" ? "json" : "ndjson");
  if (!read.ok) return refusal("bad_json", { message: read.message });
  return ok(ingest(store, trainId, read.records));
}

async function page({ query }: PeerRequest, store: ReferenceStore, log: TrainingLog): Promise<PeerAnswer> {
  const parsed = UpdatesQuery.safeParse(Object.fromEntries(query));
  if (!parsed.success) return refusal("bad_message");
  const { after_seq, stream_id, limit, wait_seconds } = parsed.data;
  const position = { stream_id: log.streamId, first_seq: log.firstSeq, seq: log.state.seq };
  if (stream_id !== undefined && stream_id !== log.streamId) return refusal("stream_changed", position);
  if (after_seq > log.state.seq) return refusal("past_end", position);
  if (after_seq < log.firstSeq - 1) return refusal("expired", position);
  await somethingAfter(store, log, { after: after_seq, waitMs: wait_seconds * 1000 });
  if (store.deletedIds.has(log.trainId)) return refusal("training_deleted");
  const updates = log.updates.slice(after_seq, after_seq + limit);
  const next = after_seq + updates.length;
  return ok({
    stream_id: log.streamId,
    first_seq: log.firstSeq,
    updates,
    next_after_seq: next,
    ended: log.state.complete && next === log.state.seq,
  });
}

async function somethingAfter(
  store: ReferenceStore,
  log: TrainingLog,
  { after, waitMs }: { after: number; waitMs: number },
): Promise<void> {
  if (waitMs === 0) return;
  const signal = AbortSignal.timeout(waitMs);
  try {
    while (log.state.seq <= after && !log.state.complete && !store.deletedIds.has(log.trainId)) {
      await Promise.race([once(store, "change", { signal }), once(store, "deleted", { signal })]);
    }
  } catch (error) {
    // The wait is over: the page is empty.
    if (!signal.aborted) throw error;
  }
}
