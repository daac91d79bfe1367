import type { Database } from "better-sqlite3";
import { SqliteRecords } from "../sqlite/sqlite-records.ts";
import { ArtifactFolders, runsFolder } from "./artifact-folders.ts";
import { ArtifactRecord, ArtifactRecords } from "./artifact-record.ts";
import { ArtifactStore } from "./artifact-store.ts";
import { RememberedHashes } from "./remembered-hashes.ts";
import { StoredCheckpoints } from "./stored-checkpoints.ts";
import { StoredHoldings } from "./stored-holdings.ts";
import { Trash } from "./trash.ts";

/** Where the artifacts of a data folder are kept, and what is known of them. */
export function artifactPlace(database: Database, dataFolder: string) {
  const folders = new ArtifactFolders(dataFolder);
  const records = new ArtifactRecords(new SqliteRecords(database, "artifacts", ArtifactRecord));
  const hashes = new RememberedHashes(records);
  const trash = new Trash(runsFolder(dataFolder));
  const checkpoints = new StoredCheckpoints({ folders, records, hashes, trash });
  const store = new ArtifactStore({ folders, records, hashes });
  const holdings = new StoredHoldings({ dataFolder, folders, records, trash });
  return { folders, records, hashes, checkpoints, store, holdings };
}
