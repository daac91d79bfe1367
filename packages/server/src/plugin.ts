import { setTimeout as wait } from "node:timers/promises";
import cors from "@fastify/cors";
import type { Retention } from "@trainwire/protocol";
import type { FastifyInstance } from "fastify";
import { type ArtifactLimits, ArtifactRetention } from "./core/artifact-retention.ts";
import { watchCancels } from "./core/cancel-watch.ts";
import { capabilitiesOf } from "./core/capabilities.ts";
import { Channels } from "./core/channels.ts";
import { type Clock, systemClock } from "./core/clock.ts";
import { CommandsRecord } from "./core/command-record.ts";
import { Counters } from "./core/counters.ts";
import { TrainwireServerError } from "./core/errors.ts";
import { runsFormat } from "./core/format.ts";
import { watchHealth } from "./core/health-watch.ts";
import { Housekeeping } from "./core/housekeeping.ts";
import { ListFeed } from "./core/list-feed.ts";
import { ListenerRecord } from "./core/listener-record.ts";
import { Readiness } from "./core/readiness.ts";
import { RunRecord } from "./core/run-record.ts";
import { Slices } from "./core/slices.ts";
import { TrainingRecord } from "./core/training-record.ts";
import { Trainings } from "./core/trainings.ts";
import { Turns } from "./core/turns.ts";
import { FileWatch } from "./files/file-watch.ts";
import { localDestinations } from "./files/local-destinations.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { openAlerts } from "./open-alerts.ts";
import { openRuns, type RunOptions } from "./open-runs.ts";
import { artifactPlace } from "./storage/artifacts/artifact-place.ts";
import { RunFolders } from "./storage/runs/run-folders.ts";
import { Backups } from "./storage/sqlite/backups.ts";
import { openDatabase, storageBytes } from "./storage/sqlite/database.ts";
import { SqliteLog } from "./storage/sqlite/sqlite-log.ts";
import { SqliteRecords } from "./storage/sqlite/sqlite-records.ts";
import { SqliteSeries } from "./storage/sqlite/sqlite-series.ts";
import { tokenStore } from "./storage/token-store.ts";
import { isAllowedOrigin } from "./transports/access.ts";
import { guardEntry, guardRoutes } from "./transports/auth/auth-hooks.ts";
import { type AccessOptions, openGate } from "./transports/auth/open-gate.ts";
import { serveDashboard } from "./transports/dashboard.ts";
import { alertsRoutes } from "./transports/rest/alerts-routes.ts";
import { answerError } from "./transports/rest/answer.ts";
import { artifactsRoutes } from "./transports/rest/artifacts-routes.ts";
import { backupRoute } from "./transports/rest/backup-route.ts";
import { commandsRoutes } from "./transports/rest/commands-routes.ts";
import { logsRoute } from "./transports/rest/logs-route.ts";
import { openApiRoute } from "./transports/rest/openapi-route.ts";
import { recipesRoute } from "./transports/rest/recipes-route.ts";
import { RequestCounts } from "./transports/rest/request-counts.ts";
import { seriesRoutes } from "./transports/rest/series-routes.ts";
import { probePaths, serviceRoutes } from "./transports/rest/service-routes.ts";
import { sessionRoutes } from "./transports/rest/session-routes.ts";
import { tokensRoutes } from "./transports/rest/tokens-routes.ts";
import { trainingsRoutes } from "./transports/rest/trainings-routes.ts";
import { boundUnreadAnswers } from "./transports/rest/unread-answers.ts";
import { updatesRoutes } from "./transports/rest/updates-routes.ts";
import { TrainersListener } from "./transports/trainers-listener.ts";
import { serveSockets } from "./transports/ws/sockets.ts";
import { spokenVersions } from "./transports/ws/versions.ts";
import { version } from "./version.ts";
import type { WebhookOptions } from "./webhooks/webhook-sender.ts";

/** What the options are if they are not given. */
export const defaults = {
  heartbeatSeconds: 15,
  maxBufferedBytes: 1024 * 1024,
  compress: false,
  draftVersions: false,
  drainSeconds: 0,
  answerStallSeconds: 30,
  cancelGraceSeconds: 30,
};

/** The least for `maxBufferedBytes`: below it a TCP connection tells nothing of what it holds. */
export const minBufferedBytes = 64 * 1024;

/** How long requests that are under way may take when the server stops. */
const requestGraceMs = 5000;
const idleSweepMs = 50;

/** Options of the `trainwire` plugin. */
export interface TrainwireOptions extends AccessOptions, RunOptions {
  /** Where logs and records are kept; created if missing. One server at a time may use it. */
  readonly dataFolder: string;
  /** Seconds between WebSocket pings; a socket that answers none within two is dropped. Default 15. */
  readonly heartbeatSeconds?: number;
  /** Unsent bytes above which a viewer is slow and gets the newest state instead of each update. Default 1 MiB. */
  readonly maxBufferedBytes?: number;
  /** Compress what goes to many viewers, for those that offer permessage-deflate. Default false: it costs CPU. */
  readonly compress?: boolean;
  /**
   * Speak versions of the protocol that are tried out to viewers that offer them, beside version 1. Default false:
   * a draft may change with any release.
   */
  readonly draftVersions?: boolean;
  /** How much of every log is kept; a training's own retention may ask for less. Default: all. */
  readonly retention?: Retention;
  /** Bytes that all logs and series may hold together; above it the oldest updates go. Default: unlimited. */
  readonly retainTotalBytes?: number | undefined;
  /** How much is kept of what ended trainings have left in their folders. Default: all. */
  readonly retainArtifacts?: ArtifactLimits;
  /** The built dashboard, served at `/`. */
  readonly dashboardFolder?: string | undefined;
  /**
   * Seconds for which a server that was told to stop goes on serving, while `/readyz` answers 503 and a load
   * balancer learns of it. Default 0.
   */
  readonly drainSeconds?: number;
  /** Seconds for which an answer may stand still, its reader taking no byte, before it is cut. Default 30. */
  readonly answerStallSeconds?: number;
  /** Folders whose progress files, Trainer states and TensorBoard events are published as they are written. Default none. */
  readonly watchFolders?: readonly string[];
  /** Look at watched files every half second, where the system tells of no changes, as on network file systems. Default false. */
  readonly watchPoll?: boolean;
  /**
   * Seconds that a trainer which the server did not start has to take up a `cancel`, and then to end, before the server
   * ends its training. Default 30.
   */
  readonly cancelGraceSeconds?: number;
  /** How the webhooks of alerts are sent. Default: to public addresses alone. */
  readonly webhooks?: Partial<WebhookOptions>;
  /** By what health and the graces of commands are judged. Default: the machine's own time. */
  readonly clock?: Clock;
}

/**
 * A whole Trainwire server as a Fastify plugin: REST, both sockets, the dashboard. Closing the app closes the
 * sockets with 1001, answers the long-polls and finishes what is being stored.
 * @throws TrainwireServerError `internal` if the data folder is in use.
 */
export async function trainwire(app: FastifyInstance, options: TrainwireOptions): Promise<void> {
  const onError = (error: unknown) => app.log.error({ err: error }, "internal error");
  const { maxBufferedBytes, heartbeatSeconds, compress, draftVersions, drainSeconds, answerStallSeconds } = {
    ...defaults,
    ...options,
  };
  const { clock = systemClock, cancelGraceSeconds = defaults.cancelGraceSeconds } = options;
  if (maxBufferedBytes < minBufferedBytes) {
    throw new TrainwireServerError("internal", `maxBufferedBytes must be at least ${minBufferedBytes}`);
  }
  // What is opened is closed by its own hook, also if a later step of the start fails.
  const database = openDatabase(options.dataFolder);
  const counters = new Counters();
  const slices = new Slices();
  const log = new SqliteLog(database, counters);
  const store = new SqliteSeries(database);
  const artifacts = artifactPlace(database, options.dataFolder);
  const readiness = new Readiness(log);
  const backups = new Backups(database, options.dataFolder);
  app.addHook("onClose", async () => {
    await backups.close();
    await log.close();
    store.close();
    database.close();
  });
  const records = new SqliteRecords(database, "trainings", TrainingRecord);
  const series = { log, store, slices: new Turns(), onError };
  const commands = new SqliteRecords(database, "commands", CommandsRecord);
  const runRecords = new SqliteRecords(database, "runs", RunRecord);
  const trainings = new Trainings(log, records, { commands, runs: runRecords, series, counters });
  const listFeed = new ListFeed(trainings, { maxBufferedBytes, onError });
  const { trainersListener: trainers = new TrainersListener() } = options;
  const gate = await openGate(
    app,
    { ...tokenStore(database), onError },
    { ...options, trainersListener: trainers },
  );
  trainers.serveWith({
    answer: (request, response) => app.routing(request, response),
    limits: gate.options.limits,
    records: new SqliteRecords(database, "listeners", ListenerRecord),
  });
  const capabilities = capabilitiesOf({
    needsTokens: gate.options.isRequired,
    hasRecipes: options.recipesFolder !== undefined,
  });
  const server = `trainwire-server ${version}`;
  const context = {
    log,
    trainings,
    listFeed,
    counters,
    slices,
    runs: runsFormat(new Channels()),
    maxBufferedBytes,
    heartbeatSeconds,
    capabilities,
    server,
    onError,
  };
  const connections = serveSockets(app.server, { context, gate, logger: app.log, compress, draftVersions });
  const stopWatch = watchHealth(trainings, { clock, onError });
  const runFolders = new RunFolders(options.dataFolder);
  const { tokens } = gate.options;
  const { checkpoints } = artifacts;
  const parts = {
    records: runRecords,
    files: runFolders,
    trainings,
    checkpoints,
    tokens,
    trainersListener: trainers,
    clock,
    slices,
    onError,
  };
  const runs = openRuns(app, parts, options);
  const graceMs = cancelGraceSeconds * 1000;
  const stopCancelWatch = watchCancels(trainings, { clock, runner: runs, graceMs, onError });
  const { retention = {}, retainTotalBytes: totalBytes } = options;
  const kept = new ArtifactRetention({
    holdings: artifacts.holdings,
    log,
    limits: options.retainArtifacts ?? {},
    isHeld: (trainId) => runs.holdsFolder(trainId),
  });
  const housekeeping = new Housekeeping({
    log,
    records,
    trainings,
    retention,
    totalBytes,
    artifacts: kept,
    onError,
  });
  const stopping = new AbortController();
  let cut: NodeJS.Timeout | undefined;
  let sweep: NodeJS.Timeout | undefined;
  app.addHook("preClose", async () => {
    readiness.drain();
    if (drainSeconds > 0) await wait(drainSeconds * 1000);
    stopWatch();
    stopCancelWatch();
    stopping.abort();
    listFeed.close();
    cut = setTimeout(() => {
      app.server.closeAllConnections();
      void trainers.cut({ all: true });
    }, requestGraceMs);
    // A connection whose answer was under way becomes idle only now: it would hold the server to the end of the grace.
    sweep = setInterval(() => {
      app.server.closeIdleConnections();
      void trainers.cut({ all: false });
    }, idleSweepMs);
    await Promise.all([connections.close(), housekeeping.close(), trainers.close()]);
  });
  app.addHook("onClose", async () => {
    clearTimeout(cut);
    clearInterval(sweep);
  });
  const alerts = await openAlerts(database, { trainings, clock, webhooks: options.webhooks ?? {}, onError });
  app.addHook("preClose", () => alerts.watch.close());
  await trainings.openWatched();
  alerts.watch.takeUp();
  const files = new FileWatch({
    folders: options.watchFolders ?? [],
    polls: options.watchPoll ?? false,
    destinations: localDestinations({ trainings, counters, slices }),
    slices,
    now: () => clock.nowMs(),
    onProblem: (path, problem) => app.log.warn({ path, problem }, "a watched file cannot be read"),
  });
  app.addHook("onReady", async () => files.start());
  app.addHook("preClose", () => files.close());

  // Before any route, that of preflights among them: a route keeps the handler it finds.
  app.setErrorHandler(answerError);
  guardEntry(app, gate);
  boundUnreadAnswers(app, answerStallSeconds * 1000);
  app.addHook("onRequest", async (request) => {
    if (stopping.signal.aborted && !probePaths.has(request.routeOptions.url ?? ""))
      throw new TrainwireServerError("shutting_down");
  });
  await app.register(cors, {
    origin: (origin, decide) =>
      decide(null, origin !== undefined && isAllowedOrigin(origin, gate.options.accessRules())),
    methods: ["GET", "HEAD", "POST", "PATCH", "DELETE"],
    exposedHeaders: [
      "accept-ranges",
      "content-disposition",
      "content-range",
      "etag",
      "retry-after",
      "x-request-id",
    ],
    maxAge: 600,
    // An OPTIONS that is no preflight is answered too, rather than refused in words of its own.
    strictPreflight: false,
  });
  guardRoutes(app, gate);
  readBodiesAsText(app);
  const requests = new RequestCounts();
  app.addHook("onResponse", async (request, reply) => requests.add(request, reply.statusCode));
  const metrics = createMetrics({
    version,
    counters,
    requests,
    connections,
    log,
    readiness,
    artifactBytes: () => kept.heldBytes,
    storageBytes: () => storageBytes(options.dataFolder),
  });
  const supported = spokenVersions(draftVersions);
  serviceRoutes(app, { version, supported, capabilities, trainings, connections, readiness, metrics, gate });
  await app.register(
    async (api) => {
      await sessionRoutes(api, gate);
      tokensRoutes(api, gate.options.tokens);
      backupRoute(api, backups);
      openApiRoute(api);
      trainingsRoutes(api, trainings, runs);
      recipesRoute(api, runs);
      logsRoute(api, { trainings, folders: runFolders, stopping: stopping.signal });
      seriesRoutes(api, trainings);
      artifactsRoutes(api, trainings, artifacts.store);
      updatesRoutes(api, { trainings, log, counters, slices, clock, stopping: stopping.signal });
      alertsRoutes(api, { rules: alerts.rules, book: alerts.book, trainings, clock });
      commandsRoutes(api, { trainings, runner: runs, clock });
    },
    { prefix: "/api/v1" },
  );
  for (const path of ["/ws", "/ws/training/:id"]) {
    app.get(path, async () => {
      throw new TrainwireServerError("upgrade_required");
    });
  }
  await serveDashboard(app, options.dashboardFolder);
}

/** Bodies are parsed where they are used: ingest reads what JSON.parse does not. */
function readBodiesAsText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const types = ["application/json", "application/x-ndjson", "application/ndjson", "application/jsonl"];
  app.addContentTypeParser(types, { parseAs: "string" }, (_request, body, done) => done(null, body));
}
