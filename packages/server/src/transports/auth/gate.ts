import type { IncomingMessage } from "node:http";
import type { Need } from "../../core/access-needs.ts";
import { TrainwireServerError } from "../../core/errors.ts";
import { everyone, type Grant } from "../../core/grant.ts";
import type { Sessions } from "../../core/sessions.ts";
import type { Tokens } from "../../core/tokens.ts";
import { type AccessRules, whyRefused } from "../access.ts";
import type { TrainersListener } from "../trainers-listener.ts";
import type { AccessLimits } from "./access-limits.ts";
import type { Client } from "./client.ts";
import { readCredential } from "./credential.ts";

/** What a gate judges by. */
export interface GateOptions {
  /** Whether a token is needed. */
  readonly isRequired: boolean;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly limits: AccessLimits;
  readonly clientOf: (request: IncomingMessage) => Client;
  /** Asked anew each time, since the port is known only once the server listens. */
  readonly accessRules: () => AccessRules;
  /** The listener for trainers in containers, which has rules of its own. */
  readonly trainers: TrainersListener;
}

/** What a request is judged for. */
export interface Ask {
  readonly need: Need;
  /** What is as good. */
  readonly otherNeed?: Need | undefined;
  /** The training that it is about, if it is about one. */
  readonly trainId?: string | undefined;
}

/** Where every request and handshake passes, or is refused. */
export class Gate {
  readonly options: GateOptions;

  constructor(options: GateOptions) {
    this.options = options;
  }

  /**
   * Judges by where a request comes from and what it is addressed to, and counts it.
   * @throws TrainwireServerError `forbidden_host`, `forbidden_origin` or `too_many_requests`
   */
  enter(request: IncomingMessage): Client {
    const { clientOf, accessRules, trainers, limits } = this.options;
    const client = clientOf(request);
    const rules = client.isAtTrainers ? trainers.rules : accessRules();
    const refusal = whyRefused({ host: client.host, origin: request.headers.origin }, rules);
    if (refusal) throw new TrainwireServerError(refusal);
    limits.countRequest(client);
    return client;
  }

  /**
   * Judges by the token that a request shows.
   * @throws TrainwireServerError `unauthorized`, `forbidden`, `forbidden_origin` or `too_many_requests`
   */
  authorize(request: IncomingMessage, client: Client, { need, otherNeed, trainId }: Ask): Grant {
    if (!this.#asksToken(client, need)) return everyone;
    const grant = this.identify(request);
    if (!grant) throw new TrainwireServerError("unauthorized", whyUnauthorized(request));
    this.options.limits.countTokenRequest(client, grant);
    if (client.isAtTrainers && grant.terms.attempt === undefined) {
      throw new TrainwireServerError(
        "forbidden",
        "here only the token is good that a trainer was started with",
      );
    }
    grant.require(otherNeed !== undefined && grant.hasScope(otherNeed) ? otherNeed : need, trainId);
    return grant;
  }

  /** Whether an open route may say to a request what needs more: refuses nobody. */
  isAllowed(request: IncomingMessage, client: Client, need: Need): boolean {
    return !this.#asksToken(client, need) || this.identify(request)?.hasScope(need) === true;
  }

  /**
   * What the token or session of a request allows, or undefined if it shows none that is valid.
   * @throws TrainwireServerError `forbidden_origin` for a change with a session's cookie from no page that is known.
   */
  identify(request: IncomingMessage): Grant | undefined {
    const credential = readCredential(request.headers);
    switch (credential.kind) {
      case "none":
        return undefined;
      case "token":
        return this.options.tokens.find(credential.text, Date.now());
      case "session":
        refuseForgery(request);
        return this.options.sessions.find(credential.secret, Date.now());
      default:
        return credential satisfies never;
    }
  }

  /** Trainers in containers show theirs whatever they ask for, also where nobody else needs one. */
  #asksToken({ isAtTrainers }: Client, need: Need): boolean {
    return isAtTrainers || need === "admin" || (need !== "open" && this.options.isRequired);
  }
}

/** A browser sends its cookie whoever asks for it; with a change, and a handshake, it also says who did. */
function refuseForgery({ method = "GET", headers }: IncomingMessage): void {
  const changes = !["GET", "HEAD", "OPTIONS"].includes(method) || headers.upgrade !== undefined;
  // An Origin that is there was judged already.
  if (changes && headers.origin === undefined) {
    throw new TrainwireServerError(
      "forbidden_origin",
      "with a session's cookie the request must name its Origin",
    );
  }
}

function whyUnauthorized({ headers }: IncomingMessage): string {
  return readCredential(headers).kind === "none"
    ? "a token is needed here, and none was sent"
    : "the token or session is unknown, was revoked, or has expired";
}
