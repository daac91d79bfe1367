import { type IncomingHttpHeaders, request } from "node:http";
import { ErrorAnswer } from "@trainwire/protocol";
import { ConformanceError, describeError } from "../errors.ts";
import type { ServerStage } from "../stage.ts";

/** One request to the target. */
export interface Exchange {
  /** Default GET. */
  readonly method?: string;
  /** With the leading slash, and the query. */
  readonly path: string;
  /** `host` and `origin` may be set freely: nothing here plays browser. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Default: the run's own token; null shows none. */
  readonly token?: string | null;
  /** Most milliseconds until the answer; default: the band `eventual`. */
  readonly withinMs?: number;
}

/** What the target answered. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as it came. */
  readonly bytes: Buffer;
}

/** The header that shows a token, if there is one. */
export function bearer(token: string | null | undefined): Record<string, string> {
  return token ? { authorization: `Bearer ${token}` } : {};
}

/** Speaks plain HTTP to the target and notes every exchange. */
export class Http {
  readonly #stage: ServerStage;
  readonly #actor: string;

  constructor(stage: ServerStage, actor: string) {
    this.#stage = stage;
    this.#actor = actor;
  }

  /**
   * Sends a request and returns the answer, whatever its status.
   *
   * @throws ConformanceError `expectation` if no answer comes in time.
   */
  async send(exchange: Exchange): Promise<Answer> {
    const { trace } = this.#stage;
    const line = `${exchange.method ?? "GET"} ${exchange.path}`;
    trace.record(this.#actor, "sent", exchange.body === undefined ? line : `${line} ${exchange.body}`);
    const answer = await this.#exchange(exchange, line);
    trace.record(this.#actor, "received", `${answer.status} ${answer.text}`);
    return answer;
  }

  /**
   * Sends a request that must be answered with this status, and returns the JSON of the answer.
   *
   * @throws ConformanceError `expectation` on another status, or a body that is not JSON.
   */
  async expectJson(
    exchange: Exchange,
    status = 200,
  ): Promise<{ readonly answer: Answer; readonly json: unknown }> {
    const answer = await this.send(exchange);
    const line = `${exchange.method ?? "GET"} ${exchange.path}`;
    const { checks } = this.#stage;
    checks.equal(answer.status, status, `status of ${line} (${answer.text.slice(0, 200)})`);
    return { answer, json: this.json(answer, line) };
  }

  /**
   * Sends a request that must be refused with this status and code.
   *
   * @throws ConformanceError `expectation` on any other answer.
   */
  async expectRefusal(exchange: Exchange, status: number, code: string): Promise<ErrorAnswer> {
    return this.refusal(await this.send(exchange), status, code);
  }

  /**
   * Checks that an answer is a refusal with this status and code, and returns its body.
   *
   * @throws ConformanceError `expectation` if it is another.
   */
  refusal(answer: Answer, status: number, code: string): ErrorAnswer {
    const { checks } = this.#stage;
    checks.equal(answer.status, status, `status of the refusal (${answer.text.slice(0, 200)})`);
    const body = checks.parse(ErrorAnswer, this.json(answer, "the refusal"), "the refusal's body");
    checks.equal(body.code, code, "code of the refusal");
    return body;
  }

  /**
   * The JSON of an answer.
   *
   * @throws ConformanceError `expectation` if it is none.
   */
  json(answer: Answer, what: string): unknown {
    try {
      return JSON.parse(answer.text);
    } catch (cause) {
      throw new ConformanceError(
        "expectation",
        `the body of ${what} is not JSON: ${answer.text.slice(0, 200)}`,
        {
          cause,
        },
      );
    }
  }

  #exchange({ method, path, headers, body, token, withinMs }: Exchange, line: string): Promise<Answer> {
    const { url, bands, ended } = this.#stage;
    const shown = token === undefined ? this.#stage.token : token;
    const limitMs = withinMs ?? bands.eventualMs;
    return new Promise((resolve, reject) => {
      const fail = (cause: unknown): void =>
        reject(
          new ConformanceError("expectation", `${line} got no answer: ${describeError(cause)}`, { cause }),
        );
      const outgoing = request(new URL(path, url), {
        method: method ?? "GET",
        headers: {
          ...bearer(shown),
          ...headers,
          ...(body !== undefined && { "content-length": Buffer.byteLength(body) }),
        },
        agent: false,
        signal: AbortSignal.any([AbortSignal.timeout(limitMs), ended]),
      });
      outgoing.on("response", (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", fail);
        incoming.on("end", () => {
          const bytes = Buffer.concat(chunks);
          const { statusCode: status = 0, headers } = incoming;
          resolve({ status, headers, bytes, text: bytes.toString() });
        });
      });
      outgoing.on("error", fail);
      outgoing.end(body);
    });
  }
}
