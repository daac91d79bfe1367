import type { Database } from "better-sqlite3";

/**
 * Makes a restored backup safe to number on: every log that may have gone on since gets a new `stream_id`, so that no
 * seq means two things (RES-05). A log that had ended cannot have gone on, and keeps its own.
 */
export function renewStreams(database: Database): void {
  const renewLog = database.prepare("UPDATE logs SET state = json_set(state, '$.stream_id', ?) WHERE id = ?");
  const renewKeyframes = database.prepare(
    "UPDATE keyframes SET state = json_set(state, '$.stream_id', ?) WHERE log = ?",
  );
  const unended = database.prepare<[], { id: number }>("SELECT id FROM logs WHERE ended = 0").all();
  for (const { id } of unended) {
    const streamId = crypto.randomUUID();
    renewLog.run(streamId, id);
    renewKeyframes.run(streamId, id);
  }
  // Versions are part of ETags: they go on above any that was given out since the backup.
  database.exec("UPDATE records SET version = max(version, unixepoch())");
}
