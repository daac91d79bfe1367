import type { Bands } from "./bands.ts";
import type { Checks } from "./checks.ts";
import { newTrainId } from "./new-train-id.ts";
import { type Deed, type Play, PlayedServer } from "./played/played-server.ts";
import { WatchedClient } from "./played/watched-client.ts";
import type { Stage } from "./stage.ts";
import type { ClientUnderTest } from "./targets/client-target.ts";

/** What a case's script for clients plays with. Everything that it starts ends with the case. */
export class ClientContext implements AsyncDisposable {
  readonly #stage: Stage;
  readonly #under: ClientUnderTest;
  readonly #caseId: string;
  readonly #started = new AsyncDisposableStack();

  constructor(stage: Stage, under: ClientUnderTest, caseId: string) {
    this.#stage = stage;
    this.#under = under;
    this.#caseId = caseId;
  }

  /** The assertions. */
  get checks(): Checks {
    return this.#stage.checks;
  }

  /** How long to wait. */
  get bands(): Bands {
    return this.#stage.bands;
  }

  /** How long the client may take to begin. */
  get speakMs(): number {
    return this.#under.speakMs;
  }

  /** Plays a server, with a training that has no update yet. */
  async serve(play: Play = {}): Promise<PlayedServer> {
    return this.#started.use(await PlayedServer.start(newTrainId(this.#caseId), play, this.#stage.trace));
  }

  /** Starts the client on the server's training. */
  async start(server: PlayedServer): Promise<WatchedClient> {
    const { url, trainId, token } = server;
    const process = await this.#under.target.start({ url, trainId, token });
    return this.#started.use(new WatchedClient(process, this.#stage));
  }

  /**
   * Plays a server with a training of some updates, and a client that has shown the last of them and is subscribed.
   *
   * @throws ConformanceError `expectation` if the client does not come so far.
   */
  async live(play: Play = {}): Promise<{ server: PlayedServer; client: WatchedClient }> {
    const server = await this.serve(play);
    server.steps(1, 3);
    const client = await this.start(server);
    await this.subscribed(server, 1);
    await client.shows(3, this.speakMs);
    return { server, client };
  }

  /**
   * Waits until the client has subscribed to the training so often.
   *
   * @throws ConformanceError `expectation` if it does not.
   */
  async subscribed(server: PlayedServer, times: number, withinMs = this.speakMs): Promise<void> {
    await this.until(server, () => server.subscriptions.length >= times, withinMs);
    const found = server.subscriptions.length;
    const what = `the client was to subscribe to its training${times > 1 ? ` anew, ${times} times in all,` : ""} within ${withinMs} ms, but did so ${found} times`;
    this.checks.that(found >= times, what);
  }

  /** Waits until a condition holds that is looked at after each deed of the client, or the time is over. */
  async until(server: PlayedServer, holds: () => boolean, withinMs: number): Promise<void> {
    if (holds()) return;
    const settled = Promise.withResolvers<void>();
    const look = (_deed: Deed) => {
      if (holds()) settled.resolve();
    };
    const timer = setTimeout(settled.resolve, withinMs);
    server.on("deed", look);
    this.#stage.ended.addEventListener("abort", () => settled.resolve(), { once: true });
    await settled.promise;
    clearTimeout(timer);
    server.off("deed", look);
  }

  /** Lets a time go by in which something must not happen: a client gives no sentinel. */
  async quiet(ms: number): Promise<void> {
    const settled = Promise.withResolvers<void>();
    const timer = setTimeout(settled.resolve, ms);
    this.#stage.ended.addEventListener("abort", () => settled.resolve(), { once: true });
    await settled.promise;
    clearTimeout(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#started.disposeAsync();
  }
}
