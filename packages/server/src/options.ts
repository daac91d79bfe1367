import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { describeIssues } from "@trainwire/protocol";
import { z } from "zod";
import { defaults } from "./plugin.ts";
import { isLoopback } from "./server.ts";
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
  readonly drainSeconds: number;
  /** Seconds that stopping may take, the drain not counted, before the process ends as it is. */
  readonly stopSeconds: number;
  readonly allowHosts: readonly string[];
  readonly allowOrigins: readonly string[];
  /** A trainer to start once the server listens; undefined for none. */
  readonly demo: string | undefined;
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const logFormats = ["json", "pretty"] as const;

/** Reads flags and environment; prints help, version or what is wrong, and exits, as command lines do. */
export function readOptions(argv: readonly string[]): ProcessOptions {
  const options = command().parse(argv).opts();
  return {
    host: options.host,
    port: options.port,
    dataFolder: options.data,
    dashboardFolder: options.dashboard === undefined ? builtDashboard() : resolve(options.dashboard),
    logLevel: options.logLevel,
    logFormat: options.logFormat ?? (process.stderr.isTTY ? "pretty" : "json"),
    heartbeatSeconds: options.heartbeatSeconds,
    maxBufferedBytes: options.maxBufferedBytes,
    drainSeconds: options.drainSeconds,
    stopSeconds: options.stopSeconds,
    allowHosts: options.allowHost,
    allowOrigins: options.allowOrigin,
    demo: typeof options.demo === "string" ? options.demo : undefined,
  };
}

function command() {
  return new Command("trainwire-server")
    .description(
      "Shows every step of a training the moment it happens: WebSocket, REST and dashboard on one port.",
    )
    .version(version)
    .addOption(
      new Option("--host <address>", "loopback address to listen on")
        .env("TRAINWIRE_HOST")
        .default("127.0.0.1")
        .argParser(readHost),
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
        .argParser(readNumber(z.int().min(1024))),
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
      new Option("--allow-origin <origin>", "browser origin to allow; repeat it or separate with commas")
        .env("TRAINWIRE_ALLOW_ORIGIN")
        .default([] as string[])
        .argParser(readList(readOrigin)),
    )
    .addOption(
      new Option("--allow-host <name>", "host name to answer to; repeat it or separate with commas")
        .env("TRAINWIRE_ALLOW_HOST")
        .default([] as string[])
        .argParser(readList(readHostName)),
    )
    .addOption(
      new Option("--demo <module>", "a Node trainer to start once the server listens").env("TRAINWIRE_DEMO"),
    )
    .addOption(new Option("--no-demo", "start no trainer"));
}

function readNumber(schema: z.ZodNumber | z.ZodInt): (text: string) => number {
  return (text) => {
    const parsed = z.coerce.number().pipe(schema).safeParse(text);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(describeIssues(parsed.error));
  };
}

function readList(read: (item: string) => string): (text: string, previous: string[]) => string[] {
  return (text, previous) => {
    const items = text.split(",").map((item) => item.trim());
    return [...previous, ...items.filter((item) => item !== "").map(read)];
  };
}

/** As browsers write it in `Origin`: lower case, without a slash at the end. */
function readOrigin(text: string): string {
  const url = URL.parse(text);
  if (url && url.origin !== "null" && url.pathname === "/") return url.origin;
  throw new InvalidArgumentError("An origin is a scheme, a host and a port, such as https://ui.example.org.");
}

/** As it is compared: lower case, without a port. */
function readHostName(text: string): string {
  const url = URL.parse(`http://${text}`);
  if (url && url.host === text.toLowerCase() && url.port === "") return url.hostname;
  throw new InvalidArgumentError("A host name has no scheme and no port, such as gpu-box.example.org.");
}

function readHost(host: string): string {
  if (isLoopback(host)) return host;
  throw new InvalidArgumentError(
    "Beyond loopback a server needs tokens, which this version does not have yet.",
  );
}

/** The dashboard of this repository, if the server runs from it and it was built. */
function builtDashboard(): string | undefined {
  const folder = fileURLToPath(new URL("../../../apps/dashboard/dist", import.meta.url));
  return existsSync(folder) ? folder : undefined;
}
