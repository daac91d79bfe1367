import { isIP } from "node:net";
import { InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { z } from "zod";
import type { baseCommand } from "../options.ts";
import { defaultLimits } from "../transports/auth/access-limits.ts";
import { readList, readNumber } from "./read-options.ts";

/** Adds the options that say who may use the server, and how much of it. */
export function withAccessOptions(command: ReturnType<typeof baseCommand>) {
  return withLimits(command)
    .addOption(
      new Option("--tokens <mode>", "whether requests need a token (default: off on loopback, else required)")
        .env("TRAINWIRE_TOKENS")
        .choices(["required", "off"] as const),
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
      new Option("--trust-proxy <address>", "proxy, or its network, whose X-Forwarded-* is believed")
        .env("TRAINWIRE_TRUST_PROXY")
        .default([] as string[])
        .argParser(readList(readNetwork)),
    );
}

const count = z.int().min(1).max(1_000_000_000);

function withLimits(command: ReturnType<typeof baseCommand>) {
  return command
    .addOption(
      new Option("--max-requests-per-minute <count>", "requests of one address")
        .env("TRAINWIRE_MAX_REQUESTS_PER_MINUTE")
        .default(defaultLimits.maxRequestsPerMinute)
        .argParser(readNumber(count)),
    )
    .addOption(
      new Option("--max-token-requests-per-minute <count>", "requests with one token")
        .env("TRAINWIRE_MAX_TOKEN_REQUESTS_PER_MINUTE")
        .default(defaultLimits.maxTokenRequestsPerMinute)
        .argParser(readNumber(count)),
    )
    .addOption(
      new Option("--max-failed-logins-per-minute <count>", "failed logins of one address, loopback too")
        .env("TRAINWIRE_MAX_FAILED_LOGINS_PER_MINUTE")
        .default(defaultLimits.maxFailedLoginsPerMinute)
        .argParser(readNumber(count)),
    )
    .addOption(
      new Option("--max-connections-per-address <count>", "open connections of one address")
        .env("TRAINWIRE_MAX_CONNECTIONS_PER_ADDRESS")
        .default(defaultLimits.maxConnectionsPerAddress)
        .argParser(readNumber(count)),
    )
    .addOption(
      new Option("--max-sockets-per-address <count>", "open sockets of one address")
        .env("TRAINWIRE_MAX_SOCKETS_PER_ADDRESS")
        .default(defaultLimits.maxSocketsPerAddress)
        .argParser(readNumber(count)),
    )
    .addOption(
      new Option("--max-sockets-per-token <count>", "open sockets with one token")
        .env("TRAINWIRE_MAX_SOCKETS_PER_TOKEN")
        .default(defaultLimits.maxSocketsPerToken)
        .argParser(readNumber(count)),
    )
    .addOption(
      new Option("--limit-loopback", "count the requests and sockets of this machine too")
        .env("TRAINWIRE_LIMIT_LOOPBACK")
        .default(defaultLimits.limitLoopback),
    );
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

function readNetwork(text: string): string {
  const [address = "", bits, ...rest] = text.split("/");
  const isNetwork =
    isIP(address) !== 0 && rest.length === 0 && (bits === undefined || /^\d{1,3}$/.test(bits));
  if (isNetwork || ["loopback", "linklocal", "uniquelocal"].includes(text)) return text;
  throw new InvalidArgumentError(
    "A proxy is an address or a network, such as 10.0.0.2 or 10.0.0.0/8, or loopback.",
  );
}
