import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { type Artifact, ArtifactList, TrainingSummary } from "@trainwire/protocol";
import type { ServerStage } from "../stage.ts";
import { type Answer, Http } from "./http.ts";

const pollMs = 100;
/** What a recipe may take to leave its artifacts and complete. */
const completeSeconds = 60;

/** Plays who lists, downloads and deletes the artifacts of a training. */
export class Downloader {
  readonly #stage: ServerStage;
  readonly #http: Http;
  readonly #path: string;

  constructor(stage: ServerStage, actor: string, trainId: string) {
    this.#stage = stage;
    this.#http = new Http(stage, actor);
    this.#path = `/api/v1/trainings/${trainId}`;
  }

  /** Starts the training from a recipe, and waits until it has completed. */
  async complete(recipe: string): Promise<void> {
    const train_id = this.#path.slice(this.#path.lastIndexOf("/") + 1);
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ train_id, recipe });
    await this.#http.expectJson({ method: "POST", path: "/api/v1/trainings", headers, body }, 201);
    const untilMs = performance.now() + completeSeconds * this.#stage.bands.secondMs;
    for (;;) {
      const { json } = await this.#http.expectJson({ path: this.#path });
      const { complete, status } = this.#stage.checks.parse(TrainingSummary, json, "the training");
      if (complete) return this.#stage.checks.equal(status, "completed", `status of recipe ${recipe}`);
      this.#stage.checks.that(performance.now() < untilMs, `recipe ${recipe} has not completed in time`);
      await setTimeout(pollMs, undefined, { signal: this.#stage.ended });
    }
  }

  /** What is listed. */
  async list(): Promise<ArtifactList> {
    const { json } = await this.#http.expectJson({ path: `${this.#path}/artifacts` });
    return this.#stage.checks.parse(ArtifactList, json, "the list of artifacts");
  }

  /** Asks for one, and returns the answer, whatever its status. `path` as it goes on the wire. */
  ask(path: string, headers: Readonly<Record<string, string>> = {}, method = "GET"): Promise<Answer> {
    return this.#http.send({ method, path: `${this.#path}/artifacts/${path}`, headers });
  }

  /** Downloads one, and checks that its ETag is the SHA-256 of what came. */
  async download(artifact: Artifact): Promise<{ readonly bytes: Buffer; readonly etag: string }> {
    const { checks } = this.#stage;
    const { status, bytes, headers } = await this.ask(encodePath(artifact.path));
    checks.equal(status, 200, `status of GET ${artifact.path}`);
    checks.equal(bytes.length, artifact.bytes, `bytes of ${artifact.path}`);
    const etag = `"${createHash("sha256").update(bytes).digest("hex")}"`;
    checks.equal(headers.etag, etag, `ETag of ${artifact.path}`);
    return { bytes, etag };
  }

  /** Asks for the archive, with its query. */
  archive(query = ""): Promise<Answer> {
    return this.#http.send({ path: `${this.#path}/archive${query}` });
  }
}

/** The path of an artifact as it goes on the wire. */
export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
