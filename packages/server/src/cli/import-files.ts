import { CommandsRecord } from "../core/command-record.ts";
import { Counters } from "../core/counters.ts";
import { TrainwireServerError } from "../core/errors.ts";
import { Slices } from "../core/slices.ts";
import { TrainingRecord } from "../core/training-record.ts";
import { Trainings } from "../core/trainings.ts";
import { Turns } from "../core/turns.ts";
import type { Destinations } from "../files/destination.ts";
import { FileSource } from "../files/file-source.ts";
import { findPlaces } from "../files/find-places.ts";
import { localDestinations } from "../files/local-destinations.ts";
import { remoteDestinations } from "../files/remote-destinations.ts";
import type { Tally } from "../files/tally.ts";
import { openDatabase } from "../storage/sqlite/database.ts";
import { SqliteLog } from "../storage/sqlite/sqlite-log.ts";
import { SqliteRecords } from "../storage/sqlite/sqlite-records.ts";
import { SqliteSeries } from "../storage/sqlite/sqlite-series.ts";

/** A data folder that no server uses, or a running server and a token that may publish. */
export type ImportPlace =
  | { readonly folder: string }
  | { readonly server: string; readonly token: string | undefined };

/** What is imported, and as what. */
export interface ImportOptions {
  readonly paths: readonly string[];
  readonly trainId: string | undefined;
  readonly name: string | undefined;
  /** Whether trainings whose files do not say how they ended are completed. */
  readonly isComplete: boolean;
  /** Is told how far a training is, and of what cannot be read. */
  readonly onProgress: (trainId: string, tally: Tally) => void;
  readonly onProblem: (path: string, problem: string) => void;
}

/** What became of the records of a training. */
export interface Imported {
  readonly trainId: string;
  readonly path: string;
  readonly tally: Tally;
}

/**
 * Imports the trainings of files, one after another. Again, it stores nothing twice.
 * @throws TrainwireServerError if nothing is found, or it cannot be stored.
 */
export async function importFiles(place: ImportPlace, options: ImportOptions): Promise<Imported[]> {
  const found = await findPlaces(options.paths);
  if (found.length === 0) {
    throw new TrainwireServerError(
      "not_found",
      `nothing of a training is found in ${options.paths.join(", ")}`,
    );
  }
  if (found.length > 1 && (options.trainId !== undefined || options.name !== undefined)) {
    const roots = found.map((each) => each.place.root).join(", ");
    throw new TrainwireServerError("bad_message", `an id or a name is for one training; found are ${roots}`);
  }
  return withDestinations(place, async (destinations, slices) => {
    const imported: Imported[] = [];
    for (const { place, folder, paths } of found) {
      const source = new FileSource(place, {
        ...options,
        destinations,
        slices,
        folder,
        now: () => Date.now(),
        isImport: true,
      });
      for (const path of paths) source.paths.add(path);
      while ((await source.pump()).isMore) options.onProgress(source.trainId, source.tally);
      await source.finish(options.isComplete);
      imported.push({ trainId: source.trainId, path: place.root, tally: source.tally });
    }
    return imported;
  });
}

async function withDestinations<T>(
  place: ImportPlace,
  work: (destinations: Destinations, slices: Slices) => Promise<T>,
): Promise<T> {
  const slices = new Slices();
  if ("server" in place) return work(remoteDestinations(place.server, place.token), slices);
  const database = openDatabase(place.folder);
  const counters = new Counters();
  const log = new SqliteLog(database, counters);
  const store = new SqliteSeries(database);
  const onError = (error: unknown) => {
    throw error;
  };
  const trainings = new Trainings(log, new SqliteRecords(database, "trainings", TrainingRecord), {
    commands: new SqliteRecords(database, "commands", CommandsRecord),
    series: { log, store, slices: new Turns(), onError },
    counters,
  });
  try {
    return await work(localDestinations({ trainings, counters, slices }), slices);
  } finally {
    await log.close();
    store.close();
    database.close();
  }
}
