import {
  CommandAnswer,
  CommandList,
  type CommandName,
  type CommandStanding,
  type Details,
  LogsPage,
  TrainingSummary,
  type TrainingUpdate,
  UpdatesPage,
} from "@trainwire/protocol";
import type { ServerProcess } from "./server-process.ts";

/** A training as people have it: its updates in order, and what they tell it. */
export class WatchedTraining {
  readonly updates: TrainingUpdate[] = [];
  readonly #server: ServerProcess;
  readonly #id: string;
  #looked = 0;

  constructor(server: ServerProcess, id: string) {
    this.#server = server;
    this.#id = id;
  }

  /** Starts one from a recipe. */
  static async start(
    server: ServerProcess,
    id: string,
    body: { readonly recipe: string; readonly params: Readonly<Record<string, unknown>> },
  ): Promise<WatchedTraining> {
    const answer = await fetch(`${server.url}/api/v1/trainings`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ train_id: id, ...body }),
    });
    if (answer.status !== 201) throw new Error(`it was not started: ${await answer.text()}`);
    return new WatchedTraining(server, id);
  }

  /** What was reported, update by update. */
  get reports(): readonly Details[] {
    return this.updates.map(({ data }) => data.details);
  }

  /** Waits for the next update that fits, after the one that was waited for before. */
  async until(what: string, fits: (update: TrainingUpdate) => boolean): Promise<TrainingUpdate> {
    for (;;) {
      for (let update = this.updates[this.#looked]; update; update = this.updates[this.#looked]) {
        this.#looked += 1;
        if (fits(update)) return update;
      }
      const page = UpdatesPage.parse(
        await this.#ask(`updates?after_seq=${this.updates.length}&wait_seconds=60`),
      );
      this.updates.push(...page.updates);
      if (page.updates.length === 0)
        throw new Error(`no update says ${what}: ${JSON.stringify(this.updates.slice(-5))}`);
    }
  }

  /** Waits until a step is reported. */
  untilStep(step: number): Promise<TrainingUpdate> {
    return this.until(`step ${step}`, ({ data }) => (data.details.current_step ?? 0) >= step);
  }

  /** Waits until the training has this status. */
  untilStatus(status: string): Promise<TrainingUpdate> {
    return this.until(`status ${status}`, ({ data }) => data.status === status);
  }

  /** Tells it something; the command as it stands at once. */
  async tell(name: CommandName): Promise<CommandStanding> {
    return CommandAnswer.parse(await this.#ask(name, { method: "POST", body: "{}" })).command;
  }

  /** Tells it something, and waits until that is done. */
  async obeys(name: CommandName): Promise<void> {
    const { command_id } = await this.tell(name);
    const { data } = await this.until(`that ${name} is done`, ({ data: { details } }) => {
      const { event } = details;
      return event?.["command_id"] === command_id && !["open", "accepted"].includes(String(event["state"]));
    });
    const { event } = data.details;
    if (event?.["state"] !== "done") throw new Error(`${name} is not done: ${JSON.stringify(event)}`);
  }

  /** Waits until its record is so; a record changes without an update when an attempt was looked after. */
  async untilRecord(isSo: (training: TrainingSummary) => boolean): Promise<TrainingSummary> {
    for (;;) {
      const training = TrainingSummary.parse(await this.#ask(""));
      if (isSo(training)) return training;
      await this.#ask(`updates?after_seq=${training.seq}&wait_seconds=0.2`);
    }
  }

  /** The id of the process of an attempt, which it has printed. */
  async processId(attempt: number): Promise<number> {
    const { text } = LogsPage.parse(await this.#ask(`logs?attempt=${attempt}`));
    const [, id] = /^process (\d+) waits/m.exec(text) ?? [];
    if (id === undefined) throw new Error(`attempt ${attempt} printed no process: ${text}`);
    return Number(id);
  }

  /** Everything that it was told, oldest first, and what became of it. */
  async commands(): Promise<string[]> {
    const { commands } = CommandList.parse(await this.#ask("commands"));
    return commands.map(({ name, state }) => `${name} ${state}`).toReversed();
  }

  /** The losses by step; of a step that was trained twice the later one. */
  losses(): Map<number, number> {
    const points = this.reports.flatMap(({ current_step, loss }) =>
      typeof current_step === "number" && typeof loss === "number" ? [[current_step, loss] as const] : [],
    );
    return new Map(points);
  }

  async #ask(path: string, init: RequestInit = {}): Promise<unknown> {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${this.#server.url}/api/v1/trainings/${this.#id}${path && `/${path}`}`, {
      ...init,
      headers,
    });
    if (answer.ok) return answer.json();
    throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`);
  }
}
