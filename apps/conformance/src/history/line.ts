import { FlatViewer } from "../actors/flat-viewer.ts";
import { Viewer } from "../actors/viewer.ts";
import { ConformanceError } from "../errors.ts";
import { FaultProxy } from "../played/fault-proxy.ts";
import type { ServerStage } from "../stage.ts";

/** A way to the target that may fail: whoever goes through it, goes through a fault proxy. It ends with the case. */
export class Line {
  /** What may be done to it. */
  readonly faults: FaultProxy;
  readonly #stage: ServerStage;
  readonly #host: string;

  private constructor(faults: FaultProxy, stage: ServerStage) {
    this.faults = faults;
    this.#host = stage.url.host;
    this.#stage = { ...stage, url: new URL(`http://127.0.0.1:${faults.port}`) };
  }

  /**
   * Opens one.
   *
   * @throws ConformanceError `not_applicable` for a target behind TLS, whose certificate would not fit.
   */
  static async open(stage: ServerStage): Promise<Line> {
    const { protocol, hostname, port } = stage.url;
    if (protocol === "https:")
      throw new ConformanceError("not_applicable", "nothing can stand before a target behind TLS");
    const faults = await FaultProxy.open(Number(port || 80), hostname.replace(/^\[|\]$/g, ""));
    const close = () => void faults[Symbol.asyncDispose]();
    if (stage.ended.aborted) close();
    else stage.ended.addEventListener("abort", close, { once: true });
    return new Line(faults, stage);
  }

  /** A viewer of `/ws` at its other end. */
  viewer(actor: string): Promise<Viewer> {
    return Viewer.open(this.#stage, actor, { host: this.#host });
  }

  /** A viewer of `/ws/training/{job_id}` at its other end; `query` with its question mark. */
  flatViewer(actor: string, trainId: string, query = ""): Promise<FlatViewer> {
    return FlatViewer.open(this.#stage, actor, { host: this.#host, path: `/ws/training/${trainId}${query}` });
  }
}
