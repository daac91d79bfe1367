import type { Finding, FindingCode } from "./history.ts";

/** One training as a message of the list shows it. */
export interface ListedTraining {
  readonly trainId: string;
  readonly seq: number;
  readonly complete: boolean;
}

/** What happened to a viewer of the list, in order. */
export type ListEvent =
  | { readonly kind: "connected" }
  | { readonly kind: "confirmed" }
  | { readonly kind: "snapshot"; readonly trainings: readonly ListedTraining[] }
  | { readonly kind: "changes"; readonly trainings: readonly ListedTraining[] };

/** Judges a list viewer: confirmed, then whole, then changes; no training goes back, and each is shown at its end. */
export function judgeList(
  who: string,
  events: readonly ListEvent[],
  heads: ReadonlyMap<string, number>,
): Finding[] {
  const findings: Finding[] = [];
  const find = (code: FindingCode, what: string) => findings.push({ code, who, what });
  const last = new Map<string, ListedTraining>();
  let stage: "connected" | "confirmed" | "whole" = "connected";
  for (const event of events) {
    if (event.kind === "connected" || event.kind === "confirmed") {
      stage = event.kind;
      continue;
    }
    if (stage === "connected") find("reordered", "the list came before its confirmation");
    if (stage === "confirmed" && event.kind === "changes") find("lost", "changes came before the whole list");
    stage = "whole";
    for (const training of event.trainings) {
      const { trainId, seq } = training;
      const before = last.get(trainId);
      if (before && seq < before.seq) find("reordered", `${trainId} was shown at ${seq} after ${before.seq}`);
      if (before?.complete && !training.complete) find("terminal", `${trainId} was shown open after its end`);
      last.set(trainId, training);
    }
  }
  for (const [trainId, head] of heads) {
    const shown = last.get(trainId);
    if (!shown?.complete || shown.seq !== head)
      find("lost", `${trainId} ended at ${head}, and was last shown at ${shown?.seq ?? "no"} seq`);
  }
  return findings;
}
