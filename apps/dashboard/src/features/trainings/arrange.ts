import type { TrainingSummary } from "@trainwire/protocol";
import type { ListView, SortKey } from "./list-view.ts";

/** One row of the list. */
export type ListRow =
  | { readonly kind: "group"; readonly key: string; readonly title: string; readonly count: number }
  | { readonly kind: "training"; readonly key: string; readonly training: TrainingSummary };

const untagged = "Without a tag";

/** In the order in which they need somebody. */
const statusOrder: readonly string[] = [
  "failed",
  "running",
  "starting",
  "queued",
  "paused",
  "completed",
  "cancelled",
];

/** What the view lets through, sorted, and under headings if it is grouped. Pure. */
export function arrange(trainings: readonly TrainingSummary[], view: ListView): readonly ListRow[] {
  const sorted = sortBy(trainings.filter(passes(view)), view);
  if (!view.isGrouped) return sorted.map(rowOf);
  const groups = new Map<string, TrainingSummary[]>();
  for (const training of sorted) {
    const tag = training.tags?.[0] ?? untagged;
    groups.set(tag, [...(groups.get(tag) ?? []), training]);
  }
  const ordered = [...groups].toSorted(
    ([a], [b]) => Number(a === untagged) - Number(b === untagged) || compare(a, b),
  );
  return ordered.flatMap(([title, members]): ListRow[] => [
    { kind: "group", key: `group ${title}`, title, count: members.length },
    ...members.map(rowOf),
  ]);
}

/** Every tag that a training has, in alphabetical order. */
export function tagsOf(trainings: readonly TrainingSummary[]): readonly string[] {
  return [...new Set(trainings.flatMap(({ tags = [] }) => tags))].toSorted(compare);
}

function rowOf(training: TrainingSummary): ListRow {
  return { kind: "training", key: training.job_id, training };
}

function passes({ q, statuses, tag }: ListView): (training: TrainingSummary) => boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ job_id, name, tags = [], status }) => {
    if (statuses.length > 0 && !statuses.includes(status)) return false;
    if (tag !== null && !tags.includes(tag)) return false;
    const text = [job_id, name ?? "", ...tags].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

/** What nobody reported comes last, whichever way it is sorted; equals stay newest first. */
function sortBy(
  trainings: readonly TrainingSummary[],
  { sort, isDescending }: ListView,
): readonly TrainingSummary[] {
  const keyed = trainings.map((training) => ({ training, key: keyOf(training, sort) }));
  const sign = isDescending ? -1 : 1;
  return keyed
    .toSorted((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      const order =
        typeof a.key === "number" && typeof b.key === "number" ? a.key - b.key : compare(a.key, b.key);
      return sign * order;
    })
    .map(({ training }) => training);
}

function keyOf(training: TrainingSummary, sort: SortKey): string | number | null {
  switch (sort) {
    case "created":
      return training.created_at ?? null;
    case "name":
      return training.name ?? training.job_id;
    case "status": {
      const order = statusOrder.indexOf(training.status);
      return order < 0 ? statusOrder.length : order;
    }
    case "progress":
      return training.progress;
    case "loss":
      return training.loss;
    case "eta":
      return training.complete ? null : training.eta_seconds;
    case "throughput":
      return training.samples_per_second;
    case "memory":
      return training.gpu_memory_allocated_gb;
    case "age":
      return training.received_at ? -Date.parse(training.received_at) : null;
    default:
      return sort satisfies never;
  }
}

const collator = new Intl.Collator("en", { numeric: true });

function compare(a: string | number, b: string | number): number {
  return collator.compare(String(a), String(b));
}
