import { VersionAnswer } from "@trainwire/protocol";
import { Downloader } from "./actors/downloader.ts";
import { FlatViewer } from "./actors/flat-viewer.ts";
import { type Handshake, openRefused } from "./actors/handshake.ts";
import { type HealthCounts, readHealth, readHealthUntil } from "./actors/health.ts";
import { type Answer, Http } from "./actors/http.ts";
import { Owner } from "./actors/owner.ts";
import { Poller } from "./actors/poller.ts";
import { Trainer } from "./actors/trainer.ts";
import { Viewer } from "./actors/viewer.ts";
import type { Bands } from "./bands.ts";
import type { Checks } from "./checks.ts";
import { ConformanceError } from "./errors.ts";
import { Line } from "./history/line.ts";
import { newTrainId } from "./new-train-id.ts";
import type { ServerStage } from "./stage.ts";
import type { Target, TargetProcess } from "./targets/target.ts";

/** What a case's script plays with. Everything it opens ends with the case. */
export class CaseContext {
  readonly #stage: ServerStage;
  readonly #target: Target;
  readonly #caseId: string;
  #actors = 0;

  constructor(stage: ServerStage, target: Target, caseId: string) {
    this.#stage = stage;
    this.#target = target;
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

  /** What random cases begin with. */
  get seed(): number {
    return this.#stage.seed ?? 1;
  }

  /**
   * A way to the target that may fail.
   *
   * @throws ConformanceError `not_applicable` for a target behind TLS.
   */
  line(): Promise<Line> {
    return Line.open(this.#stage);
  }

  /** Plain requests that are no actor's own. */
  get http(): Http {
    return new Http(this.#stage, "http");
  }

  /**
   * Ends the case where the target is not on loopback.
   *
   * @throws ConformanceError `not_applicable` there.
   */
  onlyOnLoopback(): void {
    const { hostname } = this.#target.url;
    if (["localhost", "127.0.0.1", "[::1]"].includes(hostname)) return;
    throw new ConformanceError("not_applicable", `concerns a server on loopback, not on ${hostname}`);
  }

  /** The origin of the target's own pages. */
  get origin(): string {
    return this.#target.url.origin;
  }

  /**
   * A token with the scope admin. Only for a case whose header requires tokens.
   *
   * @throws ConformanceError `not_applicable` where the target requires none, `untestable` if the suite was given none.
   */
  async token(): Promise<string> {
    await this.onlyWhere("tokens", "the target requires no tokens");
    if (this.#stage.token !== undefined) return this.#stage.token;
    const what = "the target requires tokens: give one with the scope admin in --token or TRAINWIRE_TOKEN";
    throw new ConformanceError("untestable", what);
  }

  /**
   * Ends the case where the target does not say that it has a capability.
   *
   * @throws ConformanceError `not_applicable` there, with why.
   */
  async onlyWhere(capability: string, why: string): Promise<void> {
    const { json } = await this.http.expectJson({ path: "/api/v1/version" });
    const { capabilities } = this.checks.parse(VersionAnswer, json, "GET version");
    if (!capabilities.includes(capability)) throw new ConformanceError("not_applicable", why);
  }

  /** The target's process. Only for a case whose header requires it. */
  get process(): TargetProcess {
    if (this.#target.process) return this.#target.process;
    throw new ConformanceError(
      "not_applicable",
      "needs --server-cmd or --server-image: the suite did not start this target",
    );
  }

  /** An id that no other training has. */
  newTrainId(): string {
    return newTrainId(this.#caseId);
  }

  /** A trainer with a training of its own. */
  trainer(trainId = this.newTrainId()): Trainer {
    return new Trainer(this.#stage, this.#name("trainer"), trainId);
  }

  /** A viewer of `/ws`, connected. */
  viewer(handshake: Handshake = {}): Promise<Viewer> {
    return Viewer.open(this.#stage, this.#name("viewer"), handshake);
  }

  /** A viewer of `/ws/training/{job_id}`, connected; `query` with its question mark. */
  flatViewer(trainId: string, query = "", handshake: Handshake = {}): Promise<FlatViewer> {
    const path = `/ws/training/${trainId}${query}`;
    return FlatViewer.open(this.#stage, this.#name("flat"), { ...handshake, path });
  }

  /** The owner of a training. */
  owner(trainId: string): Owner {
    return new Owner(this.#stage, this.#name("owner"), trainId);
  }

  /** Who downloads what a training leaves. */
  downloader(trainId: string): Downloader {
    return new Downloader(this.#stage, this.#name("downloader"), trainId);
  }

  /**
   * A recipe of the target that leaves artifacts.
   *
   * @throws ConformanceError `not_applicable` if the suite was told of none.
   */
  get recipe(): string {
    if (this.#target.recipe !== undefined) return this.#target.recipe;
    throw new ConformanceError(
      "not_applicable",
      "needs --recipe: the suite cannot leave artifacts on a server itself",
    );
  }

  /** A viewer that polls. */
  poller(trainId: string): Poller {
    return new Poller(this.#stage, this.#name("poller"), trainId);
  }

  /** Tries a handshake that the target must refuse, and returns the refusal. */
  refused(path: string, handshake: Handshake = {}): Promise<Answer> {
    return openRefused(this.#stage, path, handshake);
  }

  /** Lets work go on beside the script, which awaits it later; if the script fails first, the work is let go. */
  meanwhile<T>(work: Promise<T>): Promise<T> {
    work.catch(() => {
      // Whoever awaits the work learns of it.
    });
    return work;
  }

  /** The target's own counts of sockets and subscriptions. */
  health(): Promise<HealthCounts> {
    return readHealth(this.#stage);
  }

  /** Asks for the counts until they satisfy the condition, or fails after `withinMs`. */
  async expectHealth(
    wanted: string,
    holds: (counts: HealthCounts) => boolean,
    withinMs: number,
  ): Promise<void> {
    const counts = await readHealthUntil(this.#stage, holds, withinMs);
    const what = `expected ${wanted} within ${withinMs} ms, but /healthz says ${JSON.stringify(counts)}`;
    this.checks.that(holds(counts), what);
  }

  #name(role: string): string {
    this.#actors += 1;
    return `${role}-${this.#actors}`;
  }
}
