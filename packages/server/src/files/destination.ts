import type { IngestAnswer } from "@trainwire/protocol";
import type { Fields } from "./formats/file-record.ts";

/** What a training is registered with. */
export interface About {
  readonly name?: string;
  readonly tags?: string[];
}

/** Where a training stands, as far as records that go on need to know. */
export interface Standing {
  readonly attempt: number;
  readonly step: number | null;
  readonly isPaused: boolean;
  readonly isComplete: boolean;
}

/** A training that records of files are published to. */
export interface Destination {
  /** When it was found or opened; undefined if that cannot be told: files are then read from their beginning. */
  readonly standing: Standing | undefined;
  /** The highest `producer_seq` stored, of those of the producers that are known to have published. */
  positions(producerIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** @throws TrainwireServerError if it could not be stored; then nothing of it after the first that was not. */
  publish(records: readonly Fields[]): Promise<IngestAnswer>;
}

/** The port of the file source to ingest: that of the server it runs in, or of another. */
export interface Destinations {
  /** The training of this id, or undefined if it is not known, or nothing can be known of it beforehand. */
  find(trainId: string): Promise<Destination | undefined>;
  /** The training of this id, registered first if it is not known. */
  open(trainId: string, about: About): Promise<Destination>;
}
