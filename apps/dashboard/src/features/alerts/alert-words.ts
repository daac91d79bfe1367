import type { Alert, AlertKind, AlertRule } from "@trainwire/protocol";

/** What each kind of rule looks for, and what its threshold is. */
export const kindWords: Readonly<Record<AlertKind, { readonly title: string; readonly threshold?: string }>> =
  {
    nonfinite: { title: "NaN or infinite" },
    loss_spike: { title: "Loss spike", threshold: "Times the median loss" },
    no_progress: { title: "No progress", threshold: "Seconds without progress" },
    failed: { title: "Failed" },
    finished: { title: "Finished" },
    gpu_memory: { title: "GPU memory", threshold: "GiB in use" },
  };

/** What a form begins with where the server has no default. */
export const usualThresholds: Readonly<Partial<Record<AlertKind, string>>> = {
  loss_spike: "3",
  no_progress: "600",
  gpu_memory: "70",
};

/** The name of a kind; a kind of a newer server as it is. */
export function kindTitle(kind: Alert["kind"]): string {
  return Object.hasOwn(kindWords, kind) ? kindWords[kind as AlertKind].title : kind;
}

/** What a rule is for, and where it tells of it, in a line. */
export function ruleLine({ kind, threshold, train_ids, tags, webhook_url }: AlertRule): string {
  const unit = Object.hasOwn(kindWords, kind) ? kindWords[kind as AlertKind].threshold : undefined;
  return [
    unit !== undefined && threshold !== undefined ? `${unit}: ${threshold}` : null,
    train_ids === undefined ? "all trainings" : `trainings ${train_ids}`,
    tags === undefined ? null : `tagged ${tags.join(", ")}`,
    webhook_url === undefined ? null : `webhook to ${webhook_url}`,
  ]
    .filter((part) => part !== null)
    .join(" · ");
}

/** Where an alert stands, for people. */
export function standingOf({
  at,
  muted,
  acknowledged_at,
  resolved_at,
  delivery,
  delivery_problem,
}: Alert): string {
  return [
    muted ? "muted" : null,
    acknowledged_at === undefined ? null : "acknowledged",
    resolved_at === undefined ? "still so" : resolved_at === at ? null : "gone",
    delivery === "delivered" ? "webhook delivered" : null,
    delivery === "pending" ? "webhook on its way" : null,
    delivery === "failed" ? `webhook failed: ${delivery_problem ?? "no reason given"}` : null,
  ]
    .filter((part) => part !== null)
    .join(" · ");
}
