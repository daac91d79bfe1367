import {
  CommandAnswer,
  CommandList,
  type CommandName,
  type CommandStanding,
  TrainingSummary,
} from "@trainwire/protocol";
import type { ServerStage } from "../stage.ts";
import { type Answer, Http } from "./http.ts";
import type { Fields } from "./trainer.ts";

/** Plays the owner of a training, who changes it, deletes it, and tells it what to do. */
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

  /** Tells the training something, and returns the answer, whatever its status. */
  tryTell(name: CommandName, fields: Fields = {}): Promise<Answer> {
    const headers = { "content-type": "application/json" };
    return this.#http.send({
      method: "POST",
      path: `${this.#path}/${name}`,
      headers,
      body: JSON.stringify(fields),
    });
  }

  /** Tells the training something that it can be told, and returns the command. */
  async tell(name: CommandName, fields: Fields = {}): Promise<CommandStanding> {
    const { checks } = this.#stage;
    const answer = await this.tryTell(name, fields);
    const isTaken = answer.status === 202 || answer.status === 200;
    checks.that(
      isTaken,
      `expected 202 or 200 for ${name}, got ${answer.status}: ${answer.text.slice(0, 200)}`,
    );
    const { command } = checks.parse(CommandAnswer, this.#http.json(answer, name), `the answer to ${name}`);
    const isUnderWay = command.state === "open" || command.state === "accepted";
    checks.equal(answer.status, isUnderWay ? 202 : 200, `status of a command that is ${command.state}`);
    return command;
  }

  /** What the training was told, newest first. */
  async commands(): Promise<CommandStanding[]> {
    const { json } = await this.#http.expectJson({ path: `${this.#path}/commands` });
    return this.#stage.checks.parse(CommandList, json, "the list of commands").commands;
  }
}
