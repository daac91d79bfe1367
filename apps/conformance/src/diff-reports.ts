import type { CaseReport, RunReport } from "./run-report.ts";
import { isRed } from "./verdict.ts";

/** A case whose verdict differs between two runs; a side is absent if the run did not have the case. */
export interface Difference {
  readonly id: string;
  readonly title: string;
  readonly before: CaseReport | undefined;
  readonly after: CaseReport | undefined;
  /** `broken` = red now and not before; `mended` the other way round. */
  readonly kind: "broken" | "mended" | "new" | "gone" | "changed";
}

/** What differs between two runs, in the order of the later one; what is gone comes last. */
export function diffReports(before: RunReport, after: RunReport): readonly Difference[] {
  const earlier = new Map(before.cases.map((each) => [each.id, each]));
  const later = new Map(after.cases.map((each) => [each.id, each]));
  const ids = [...later.keys(), ...[...earlier.keys()].filter((id) => !later.has(id))];
  return ids.flatMap((id) => {
    const [one, other] = [earlier.get(id), later.get(id)];
    const kind = kindOf(one, other);
    return kind ? [{ id, title: (other ?? one)?.title ?? "", before: one, after: other, kind }] : [];
  });
}

function kindOf(
  before: CaseReport | undefined,
  after: CaseReport | undefined,
): Difference["kind"] | undefined {
  if (before === undefined || after === undefined) {
    if (after && isRed(after.verdict)) return "broken";
    return before ? "gone" : "new";
  }
  if (before.verdict === after.verdict) return undefined;
  if (isRed(after.verdict) && !isRed(before.verdict)) return "broken";
  if (isRed(before.verdict) && !isRed(after.verdict)) return "mended";
  return "changed";
}
