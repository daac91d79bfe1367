import type { Commands } from "./command-changes.ts";
import type { CommandsRecord } from "./command-record.ts";
import { TrainwireServerError } from "./errors.ts";
import type { Records, Versioned } from "./records.ts";
import { Turns } from "./turns.ts";

const none: Commands = [];

/** The commands of one training in storage. It alone writes them. */
export class StoredCommands {
  readonly #records: Records<CommandsRecord>;
  readonly #trainId: string;
  readonly #turns = new Turns();
  #version: number;
  #saved: Commands;

  constructor(
    records: Records<CommandsRecord>,
    trainId: string,
    stored: Versioned<CommandsRecord> | undefined,
  ) {
    this.#records = records;
    this.#trainId = trainId;
    this.#version = stored?.version ?? 0;
    this.#saved = stored?.value.commands ?? none;
  }

  /** What is stored. */
  get saved(): Commands {
    return this.#saved;
  }

  /**
   * Stores them, unless they are what is stored.
   * @throws TrainwireServerError `storage_unavailable`
   */
  save(commands: Commands): Promise<void> {
    return this.#turns.run(async () => {
      if (commands === this.#saved) return;
      const version = await this.#records.putIfVersion(this.#trainId, { commands }, this.#version);
      if (version === undefined) {
        throw new TrainwireServerError("internal", `somebody else wrote commands of ${this.#trainId}`);
      }
      this.#version = version;
      this.#saved = commands;
    });
  }
}
