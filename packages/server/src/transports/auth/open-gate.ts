import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { TrainwireServerError } from "../../core/errors.ts";
import type { Records } from "../../core/records.ts";
import type { Secrets } from "../../core/secrets.ts";
import { Sessions } from "../../core/sessions.ts";
import type { SessionRecord, TokenRecord } from "../../core/token-record.ts";
import { Tokens } from "../../core/tokens.ts";
import type { AccessRules } from "../access.ts";
import { TrainersListener } from "../trainers-listener.ts";
import { AccessLimits, type AccessLimitsOptions, defaultLimits } from "./access-limits.ts";
import { clientReader } from "./client.ts";
import { limitConnections } from "./connection-limit.ts";
import { Gate } from "./gate.ts";

/** Who may use a server, as its owner says. */
export interface AccessOptions extends Partial<AccessLimitsOptions> {
  /** Whether requests need a token. Default `off`: for loopback alone, where everybody is the owner. */
  readonly tokens?: "required" | "off" | undefined;
  /** Host names beside the loopback ones that requests may be addressed to. */
  readonly allowHosts?: readonly string[];
  /** Browser origins beside the server's own and those on port 3200. */
  readonly allowOrigins?: readonly string[];
  /** Addresses and networks of proxies whose `X-Forwarded-For`, `-Proto` and `-Host` are believed. Default none. */
  readonly trustProxy?: readonly string[];
  /** The listener for trainers in containers. Default: one that nobody opens. */
  readonly trainersListener?: TrainersListener;
}

/** Where tokens and sessions are kept, and what makes their secrets. */
export interface AccessStore {
  readonly tokens: Records<TokenRecord>;
  readonly sessions: Records<SessionRecord>;
  readonly secrets: Secrets;
  readonly onError: (error: unknown) => void;
}

/** How often it is looked whether a token has expired. */
const expiryMs = 1000;

function noToken(dataFolder: string): TrainwireServerError {
  const command = `trainwire-server token create --data ${dataFolder} --name owner --scope admin`;
  return new TrainwireServerError(
    "internal",
    `requests need a token, and there is none yet: make one with ${command}`,
  );
}

/**
 * Opens the gate of a server; it is closed with it.
 * @throws TrainwireServerError `internal` if tokens are required and there is none.
 */
export async function openGate(
  app: FastifyInstance,
  store: AccessStore,
  options: AccessOptions & { readonly dataFolder: string },
): Promise<Gate> {
  const { secrets, onError } = store;
  const tokens = await Tokens.open({ records: store.tokens, secrets, onError });
  if (options.tokens === "required" && tokens.count === 0) throw noToken(options.dataFolder);
  const sessions = await Sessions.open({ records: store.sessions, tokens, secrets, onError });
  const expiry = setInterval(() => {
    sessions.expire(Date.now());
    tokens.expire(Date.now()).catch(onError);
  }, expiryMs);
  app.addHook("onClose", async () => clearInterval(expiry));
  const limits = new AccessLimits({ ...defaultLimits, ...withoutUndefined(options) });
  const { trustProxy = [], trainersListener: trainers = new TrainersListener() } = options;
  limitConnections(app.server, limits, trustProxy);
  return new Gate({
    isRequired: options.tokens === "required",
    tokens,
    sessions,
    limits,
    clientOf: clientReader(trustProxy, trainers),
    trainers,
    accessRules: rulesReader(app, options),
  });
}

function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

/** The rules by the server's own address, which is known, and stays, once it listens. */
function rulesReader(
  app: FastifyInstance,
  { allowHosts = [], allowOrigins = [] }: AccessOptions,
): () => AccessRules {
  const rulesOf = (address: AddressInfo | null): AccessRules => ({
    address: address?.address ?? "127.0.0.1",
    port: address?.port ?? 0,
    allowHosts,
    allowOrigins,
  });
  let rules: AccessRules | undefined;
  return () => {
    if (rules) return rules;
    const address = app.server.address() as AddressInfo | null;
    if (address) rules = rulesOf(address);
    return rules ?? rulesOf(null);
  };
}
