import { type Command, StartTraining, TrainId } from "@trainwire/protocol";
import { TrainwireClientError } from "../errors.ts";
import { baseUrl, positive } from "../settings.ts";
import { readTokenSource, type TokenSource } from "../token.ts";

/** Options of `publishTraining`. */
export interface PublishOptions {
  /** Base of the server, `http(s)://…`. */
  readonly url: string | URL;
  /**
   * The token to go with where the server wants one, with the scope `publish`; a function is asked each time.
   * Refused reports stay queued, are told to `onProblem` once, and tried again every few minutes.
   */
  readonly token?: TokenSource;
  /** Default: a random id. */
  readonly trainId?: string;
  /** Shown in lists. */
  readonly name?: string;
  /** What the training was started with. */
  readonly config?: Record<string, unknown>;
  readonly tags?: string[];
  /** Which run of the trainer this is, from 1; default: left to the server. */
  readonly attempt?: number;
  /** How long reports are gathered before they are sent, in milliseconds; default 100. */
  readonly flushMs?: number;
  /** Most reports that wait for the server; default 10 000. Beyond, the oldest without a status are dropped. */
  readonly maxQueued?: number;
  /** Gives up at once what is queued, and closes the publisher, when it aborts. */
  readonly signal?: AbortSignal;
  /**
   * Called once for each command, between two requests; answer it with `ack`. While a trainer reports nothing, commands
   * are asked for once a second, from its first report on.
   */
  readonly onCommand?: (command: Command) => void;
  /** Told what went wrong with delivery; default nobody. */
  readonly onProblem?: (error: TrainwireClientError) => void;
  /** Default: the platform's own. */
  readonly fetch?: typeof fetch;
}

/** Options with their defaults, checked. */
export interface Publishing {
  readonly url: URL;
  readonly token: TokenSource | null;
  readonly trainId: TrainId;
  /** What to register before the first report; null: the first report registers. */
  readonly registration: StartTraining | null;
  readonly attempt: number | undefined;
  readonly flushMs: number;
  readonly maxQueued: number;
}

/**
 * Checks the options and fills in the defaults.
 *
 * @throws TrainwireClientError `bad_id` or `bad_option`
 */
export function readPublishOptions(options: PublishOptions): Publishing {
  const trainId = options.trainId ?? `training-${crypto.randomUUID()}`;
  if (!TrainId.safeParse(trainId).success) {
    throw new TrainwireClientError("bad_id", { message: `trainId is ${JSON.stringify(trainId)}.` });
  }
  const { attempt } = options;
  if (attempt !== undefined && !(Number.isSafeInteger(attempt) && attempt >= 1)) {
    throw new TrainwireClientError("bad_option", {
      message: `attempt is ${attempt}; expected a whole number from 1.`,
    });
  }
  return {
    url: baseUrl(options.url),
    token: readTokenSource(options.token),
    trainId,
    registration: readRegistration(trainId, options),
    attempt,
    flushMs: positive("flushMs", options.flushMs ?? 100),
    maxQueued: positive("maxQueued", options.maxQueued ?? 10_000),
  };
}

function readRegistration(trainId: TrainId, options: PublishOptions): StartTraining | null {
  const { name, config, tags } = options;
  if (name === undefined && config === undefined && tags === undefined) return null;
  const parsed = StartTraining.safeParse({ train_id: trainId, name, config, tags });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new TrainwireClientError("bad_option", {
    message: `${issue?.path.join(".")} is malformed: ${issue?.message}.`,
    cause: parsed.error,
  });
}
