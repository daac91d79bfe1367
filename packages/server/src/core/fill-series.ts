import type { TrainingUpdate } from "@trainwire/protocol";
import type { StoredUpdate } from "./log.ts";
import { nextTurn } from "./next-turn.ts";
import type { SeriesPlace } from "./series-block.ts";
import { blockWidth, SeriesRecorder } from "./series-recorder.ts";
import type { ClosedBlock } from "./series-store.ts";
import { stateAt } from "./state-at.ts";
import type { SeriesContext, SeriesOwner } from "./training-series.ts";

const maxSliceBytes = 2 * 1024 * 1024;

/** Which part of a log is to be taken into the series. */
export interface SeriesGap {
  /** The metrics that have a series; new ones are added. */
  readonly names: Set<string>;
  readonly after: number;
  readonly to: number;
  /** Told each time a part is stored. */
  readonly onStored: (upTo: number) => void;
}

/**
 * Reads a part of a training's log into stored series, a slice of some hundred updates at a time: other work runs
 * between two slices.
 * @throws TrainwireServerError `internal` if the log cannot be read or the series not be stored.
 */
export async function fillSeries(context: SeriesContext, owner: SeriesOwner, gap: SeriesGap): Promise<void> {
  const { log, store, slices } = context;
  const closed: ClosedBlock[] = [];
  const recorder = new SeriesRecorder(gap.names, (block) => closed.push(block));
  const begin = Math.min(Math.max(gap.after, owner.firstSeq - 1), gap.to);
  const { attempt, current_step } = await stateAt(log, owner, begin);
  let place: SeriesPlace = { seq: begin, attempt, step: current_step ?? Number.NaN, time: Number.NaN };
  const slice = async (): Promise<void> => {
    const limit = Math.min(blockWidth - (place.seq % blockWidth), gap.to - place.seq);
    const updates = await log.read(owner.id, place.seq, { limit, maxBytes: maxSliceBytes });
    for (const update of updates) place = recordStored(recorder, place, update);
    // Of a log that was trimmed or removed meanwhile there may be nothing left.
    if (updates.length === 0) place = { ...place, seq: gap.to };
    if (place.seq === gap.to) recorder.close();
    const upTo = place.seq === gap.to ? gap.to : closed.at(-1)?.upTo;
    if (upTo !== undefined) {
      await store.write({ trainId: owner.id, blocks: closed.splice(0), replaces: true, upTo });
      gap.onStored(upTo);
    }
    await nextTurn();
  };
  while (place.seq < gap.to) await slices.run(slice);
}

/** Records a stored update and returns its place. The log holds what this server wrote, so it is not judged anew. */
function recordStored(recorder: SeriesRecorder, before: SeriesPlace, update: StoredUpdate): SeriesPlace {
  const { data } = JSON.parse(update.text) as TrainingUpdate;
  const { details } = data;
  const place = {
    seq: update.seq,
    attempt: data.attempt ?? before.attempt,
    step: details.current_step === undefined ? before.step : (details.current_step ?? Number.NaN),
    time: Date.parse(data.received_at ?? ""),
  };
  recorder.record(place, details);
  return place;
}
