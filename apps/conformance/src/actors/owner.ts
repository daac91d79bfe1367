import { TrainingSummary } from "@trainwire/protocol";
import type { ServerStage } from "../stage.ts";
import { type Answer, Http } from "./http.ts";
import type { Fields } from "./trainer.ts";

/** Plays the owner of a training, who changes and deletes it. */
export class Owner {
  readonly #stage: ServerStage;
  readonly #http: Http;
  readonly #path: string;

  constructor(stage: ServerStage, actor: string, trainId: string) {
    this.#stage = stage;
    this.#http = new Http(stage, actor);
    this.#path = `/api/v1/trainings/${trainId}`;
  }

  /** Changes what the fields name, and returns the target's answer. */
  async patch(fields: Fields): Promise<TrainingSummary> {
    const { json } = await this.#http.expectJson({
      method: "PATCH",
      path: this.#path,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fields),
    });
    return this.#stage.checks.parse(TrainingSummary, json, "the answer of PATCH");
  }

  /** Asks for the deletion, and returns the answer, whatever its status. */
  tryDelete(query = ""): Promise<Answer> {
    return this.#http.send({ method: "DELETE", path: `${this.#path}${query}` });
  }

  /** Deletes the training. */
  async delete(query = ""): Promise<void> {
    const { status, text } = await this.tryDelete(query);
    this.#stage.checks.equal(status, 204, `status of the deletion (${text.slice(0, 200)})`);
  }
}
