/** Of which age a log's oldest update is, for those that can give some: when it ended, else when that one came. */
export const sinceOfLog = `CASE
  WHEN seq <= first_seq THEN NULL
  WHEN ended = 1 THEN coalesce(state ->> '$.received_at', '')
  ELSE coalesce((SELECT coalesce(text ->> '$.data.received_at', text ->> '$.data.details.event.at')
    FROM updates WHERE log = logs.id ORDER BY seq LIMIT 1), '')
  END`;

/**
 * What is asked of all logs at once: how many stand where, which gives its updates first (`since`; NULL: it holds but
 * its newest), and how many bytes its series take. Both indexes change seldom: no append writes to them as a rule.
 */
export const standingSchema = `
  ALTER TABLE logs ADD COLUMN status TEXT NOT NULL DEFAULT 'running';
  ALTER TABLE logs ADD COLUMN health TEXT NOT NULL DEFAULT 'ok';
  ALTER TABLE logs ADD COLUMN since TEXT;
  ALTER TABLE logs ADD COLUMN series_bytes INTEGER NOT NULL DEFAULT 0;
  UPDATE logs SET
    status = coalesce(state ->> '$.status', 'running'),
    health = coalesce(state ->> '$.health', 'ok'),
    since = ${sinceOfLog},
    series_bytes = (SELECT coalesce(sum(length(packed)), 0) FROM series_points WHERE log = logs.id)
  WHERE removed = 0;
  CREATE INDEX standings ON logs (status, health) WHERE removed = 0;
  CREATE INDEX first_to_go ON logs (ended DESC, since) WHERE since IS NOT NULL;
  CREATE TRIGGER series_points_added AFTER INSERT ON series_points BEGIN
    UPDATE logs SET series_bytes = series_bytes + length(NEW.packed) WHERE id = NEW.log;
  END;
  CREATE TRIGGER series_points_dropped AFTER DELETE ON series_points BEGIN
    UPDATE logs SET series_bytes = series_bytes - length(OLD.packed) WHERE id = OLD.log;
  END;`;
