import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, Option } from "@commander-js/extra-typings";
import { Retention } from "@trainwire/protocol";
import { z } from "zod";
import { withAccessOptions } from "./cli/access-options.ts";
import { readNumber } from "./cli/read-options.ts";
import { recipesFolder, withRunOptions } from "./cli/run-options.ts";
import { withWatchOptions } from "./cli/watch-options.ts";
import type { ArtifactLimits } from "./core/artifact-retention.ts";
import { defaults, minBufferedBytes } from "./plugin.ts";
import { version } from "./version.ts";

/** What the process was asked to do, by flags or environment. */
export interface ProcessOptions {
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly dashboardFolder: string | undefined;
  readonly logLevel: string;
  readonly logFormat: "json" | "pretty";
  readonly heartbeatSeconds: number;
  readonly maxBufferedBytes: number;
  readonly compress: boolean;
  /** Whether versions of the protocol that are tried out are spoken. */
  readonly draftVersions: boolean;
  readonly drainSeconds: number;
  readonly cancelGraceSeconds: number;
  /** Seconds that stopping may take, the drain not counted, before the process ends as it is. */
  readonly stopSeconds: number;
  readonly retention: Retention;
  /** Undefined: unlimited. */
  readonly retainTotalBytes: number | undefined;
  readonly retainArtifacts: ArtifactLimits;
  readonly allowHosts: readonly string[];
  readonly allowOrigins: readonly string[];
  /** Undefined: off on loopback, required beyond. */
  readonly tokens: "required" | "off" | undefined;
  readonly trustProxy: readonly string[];
  readonly maxRequestsPerMinute: number;
  readonly maxTokenRequestsPerMinute: number;
  readonly maxFailedLoginsPerMinute: number;
  readonly maxConnectionsPerAddress: number;
  readonly maxSocketsPerAddress: number;
  readonly maxSocketsPerToken: number;
  readonly limitLoopback: boolean;
  /** Folders whose files are published as they are written. */
  readonly watchFolders: readonly string[];
  /** Whether watched files are looked at every half second. */
  readonly watchPoll: boolean;
  /** Undefined: no trainer is started. */
  readonly recipesFolder: string | undefined;
  readonly maxTrainings: number;
  readonly maxQueued: number;
  /** Undefined: those that are found. */
  readonly gpus: number | undefined;
  /** Undefined: the gateway of Docker's network `bridge`. */
  readonly trainerHost: string | undefined;
  readonly dockerSocket: string;
  readonly stopTrainers: boolean;
  readonly webhooks: { readonly allowPrivateAddresses: boolean };
  /** A trainer to start once the server listens; undefined for none. */
  readonly demo: string | undefined;
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const logFormats = ["json", "pretty"] as const;

/**
 * The command that serves, with flags and environment as options. It prints help, version or what is wrong, and
 * exits, as command lines do.
 * @param serve Called with the options, unless a subcommand is named.
 */
export function serverCommand(serve: (options: ProcessOptions) => Promise<void>) {
  return withRunOptions(withWatchOptions(withAccessOptions(baseCommand()))).action(async (options) => {
    await serve({
      host: options.host,
      port: options.port,
      dataFolder: options.data,
      dashboardFolder: options.dashboard === undefined ? builtDashboard() : resolve(options.dashboard),
      logLevel: options.logLevel,
      logFormat: options.logFormat ?? (process.stderr.isTTY ? "pretty" : "json"),
      heartbeatSeconds: options.heartbeatSeconds,
      maxBufferedBytes: options.maxBufferedBytes,
      compress: options.compress ?? false,
      draftVersions: options.draftVersions ?? false,
      drainSeconds: options.drainSeconds,
      stopSeconds: options.stopSeconds,
      cancelGraceSeconds: options.cancelGraceSeconds,
      retention: {
        days: options.retainDays,
        updates: options.retainUpdates,
        bytes: options.retainBytes,
      },
      retainTotalBytes: options.retainTotalBytes,
      retainArtifacts: { days: options.retainArtifactsDays, bytes: options.retainArtifactBytes },
      watchFolders: options.watch.map((folder) => resolve(folder)),
      watchPoll: options.watchPoll ?? false,
      demo: typeof options.demo === "string" ? options.demo : undefined,
      tokens: options.tokens,
      allowHosts: options.allowHost,
      allowOrigins: options.allowOrigin,
      trustProxy: options.trustProxy,
      maxRequestsPerMinute: options.maxRequestsPerMinute,
      maxTokenRequestsPerMinute: options.maxTokenRequestsPerMinute,
      maxFailedLoginsPerMinute: options.maxFailedLoginsPerMinute,
      maxConnectionsPerAddress: options.maxConnectionsPerAddress,
      maxSocketsPerAddress: options.maxSocketsPerAddress,
      maxSocketsPerToken: options.maxSocketsPerToken,
      limitLoopback: options.limitLoopback,
      recipesFolder: recipesFolder(options.recipes),
      maxTrainings: options.maxTrainings,
      maxQueued: options.maxQueued,
      gpus: options.gpus,
      trainerHost: options.trainerHost,
      dockerSocket: options.dockerSocket,
      stopTrainers: options.stopTrainers ?? false,
      webhooks: { allowPrivateAddresses: options.webhookPrivateAddresses ?? false },
    });
  });
}

/** The command and its options but for those of access. */
export function baseCommand() {
  return new Command("trainwire-server")
    .enablePositionalOptions()
    .description(
      "Shows every step of a training the moment it happens: WebSocket, REST and dashboard on one port.",
    )
    .version(version)
    .addOption(
      new Option("--host <address>", "address to listen on; beyond loopback it takes tokens")
        .env("TRAINWIRE_HOST")
        .default("127.0.0.1"),
    )
    .addOption(
      new Option("--port <port>", "port to listen on; 0 takes a free one")
        .env("TRAINWIRE_PORT")
        .default(8000)
        .argParser(readNumber(z.int().min(0).max(65535))),
    )
    .addOption(
      new Option("--data <folder>", "folder for logs and records").env("TRAINWIRE_DATA").default("data"),
    )
    .addOption(new Option("--dashboard <folder>", "the built dashboard").env("TRAINWIRE_DASHBOARD"))
    .addOption(
      new Option("--log-level <level>", "how much to log, to stderr")
        .env("TRAINWIRE_LOG_LEVEL")
        .choices(logLevels)
        .default("info" as const),
    )
    .addOption(
      new Option("--log-format <format>", "default: pretty on a terminal, else json")
        .env("TRAINWIRE_LOG_FORMAT")
        .choices(logFormats),
    )
    .addOption(
      new Option("--heartbeat-seconds <seconds>", "time between pings; a viewer silent for two is dropped")
        .env("TRAINWIRE_HEARTBEAT_SECONDS")
        .default(defaults.heartbeatSeconds)
        .argParser(readNumber(z.number().min(0.1).max(3600))),
    )
    .addOption(
      new Option("--max-buffered-bytes <bytes>", "unsent bytes above which a viewer is slow")
        .env("TRAINWIRE_MAX_BUFFERED_BYTES")
        .default(defaults.maxBufferedBytes)
        .argParser(readNumber(z.int().min(minBufferedBytes))),
    )
    .addOption(
      new Option("--compress", "compress updates for viewers that offer it; off, as it costs CPU").env(
        "TRAINWIRE_COMPRESS",
      ),
    )
    .addOption(
      new Option("--draft-versions", "speak trainwire.v2-draft too; drafts may change with any release").env(
        "TRAINWIRE_DRAFT_VERSIONS",
      ),
    )
    .addOption(
      new Option("--drain-seconds <seconds>", "time to go on serving, unready, before stopping")
        .env("TRAINWIRE_DRAIN_SECONDS")
        .default(defaults.drainSeconds)
        .argParser(readNumber(z.number().min(0).max(3600))),
    )
    .addOption(
      new Option("--stop-seconds <seconds>", "time that stopping may take before the process ends as it is")
        .env("TRAINWIRE_STOP_SECONDS")
        .default(15)
        .argParser(readNumber(z.number().min(1).max(3600))),
    )
    .addOption(
      new Option(
        "--cancel-grace-seconds <seconds>",
        "time a trainer has to obey a cancel before its training ends",
      )
        .env("TRAINWIRE_CANCEL_GRACE_SECONDS")
        .default(defaults.cancelGraceSeconds)
        .argParser(readNumber(z.number().min(0).max(86400))),
    )
    .addOption(
      new Option("--retain-days <days>", "remove updates received longer ago; default: keep all")
        .env("TRAINWIRE_RETAIN_DAYS")
        .argParser(readNumber(Retention.shape.days.unwrap())),
    )
    .addOption(
      new Option("--retain-updates <count>", "keep so many of the newest updates of each training")
        .env("TRAINWIRE_RETAIN_UPDATES")
        .argParser(readNumber(Retention.shape.updates.unwrap())),
    )
    .addOption(
      new Option("--retain-bytes <bytes>", "keep so many bytes of the newest updates of each training")
        .env("TRAINWIRE_RETAIN_BYTES")
        .argParser(readNumber(Retention.shape.bytes.unwrap())),
    )
    .addOption(
      new Option("--retain-total-bytes <bytes>", "keep so many bytes of all trainings; ended ones give first")
        .env("TRAINWIRE_RETAIN_TOTAL_BYTES")
        .argParser(readNumber(Retention.shape.bytes.unwrap())),
    )
    .addOption(
      new Option("--retain-artifacts-days <days>", "remove artifacts of trainings that ended longer ago")
        .env("TRAINWIRE_RETAIN_ARTIFACTS_DAYS")
        .argParser(readNumber(Retention.shape.days.unwrap())),
    )
    .addOption(
      new Option(
        "--retain-artifact-bytes <bytes>",
        "keep so many bytes of artifacts; ended trainings' go first",
      )
        .env("TRAINWIRE_RETAIN_ARTIFACT_BYTES")
        .argParser(readNumber(Retention.shape.bytes.unwrap())),
    )
    .addOption(
      new Option(
        "--webhook-private-addresses",
        "send the webhooks of alerts also to this machine and private networks",
      ).env("TRAINWIRE_WEBHOOK_PRIVATE_ADDRESSES"),
    )
    .addOption(
      new Option("--demo <module>", "a Node trainer to start once the server listens").env("TRAINWIRE_DEMO"),
    )
    .addOption(new Option("--no-demo", "start no trainer"));
}

/** The dashboard of this repository, if the server runs from it and it was built. */
function builtDashboard(): string | undefined {
  const folder = fileURLToPath(new URL("../../../apps/dashboard/dist", import.meta.url));
  return existsSync(folder) ? folder : undefined;
}
