import type { TrainingSummary } from "@trainwire/protocol";

/**
 * The list with changed trainings taken in: newest first. A summary that is older than the one held (a lower
 * seq of the same stream) is passed over, so that a late REST answer undoes nothing. Pure.
 */
export function mergeTrainings(
  current: readonly TrainingSummary[],
  changed: readonly TrainingSummary[],
): readonly TrainingSummary[] {
  const held = new Map(current.map((summary) => [summary.job_id, summary]));
  const fresh = changed.filter((summary) => !held.has(summary.job_id));
  const taken = new Map(changed.map((summary) => [summary.job_id, summary]));
  const kept = current.map((summary) => newerOf(summary, taken.get(summary.job_id)));
  return newestFirst([...fresh, ...kept]);
}

/** The whole list as the server gives it, except where what is held is newer. Pure. */
export function replaceTrainings(
  current: readonly TrainingSummary[],
  whole: readonly TrainingSummary[],
): readonly TrainingSummary[] {
  const held = new Map(current.map((summary) => [summary.job_id, summary]));
  return newestFirst(
    whole.map((summary) => {
      const own = held.get(summary.job_id);
      return own === undefined ? summary : newerOf(own, summary);
    }),
  );
}

/** The list without the trainings that were deleted. Pure. */
export function withoutTrainings(
  current: readonly TrainingSummary[],
  removed: readonly string[],
): readonly TrainingSummary[] {
  return current.filter(({ job_id }) => !removed.includes(job_id));
}

function newerOf(held: TrainingSummary, other: TrainingSummary | undefined): TrainingSummary {
  if (other === undefined) return held;
  return other.stream_id === held.stream_id && other.seq < held.seq ? held : other;
}

/** By time of registration; as given where the server does not say it. */
function newestFirst(trainings: readonly TrainingSummary[]): readonly TrainingSummary[] {
  if (trainings.some(({ created_at }) => created_at === undefined)) return trainings;
  const atMs = (summary: TrainingSummary): number => Date.parse(summary.created_at ?? "");
  return [...trainings].sort((a, b) => atMs(b) - atMs(a));
}
