import { TrainId } from "@trainwire/protocol";
import type { ChartView } from "../../shared/charts/chart-spec.ts";
import type { XKind } from "../../shared/charts/x-axis.ts";

/** What is compared, and how it is looked at; it stands in the address. */
export interface CompareView extends ChartView {
  readonly ids: readonly string[];
  readonly x: Exclude<XKind, "epoch">;
}

/** The view as an address has it. */
export interface CompareSearch {
  /** Ids with commas between. */
  readonly ids?: string;
  readonly x?: "time";
  readonly from?: number;
  readonly to?: number;
  readonly smooth?: number;
  readonly log?: string;
}

const maxSmoothing = 0.99;

/** What of an address is a view; the rest is let go. */
export function readCompareSearch(search: Record<string, unknown>): CompareSearch {
  const { from, to, smooth, log } = search;
  const given = search["ids"];
  const ids = String(typeof given === "string" || typeof given === "number" ? given : "")
    .split(",")
    .filter((id) => TrainId.safeParse(id).success);
  const isRange = typeof from === "number" && typeof to === "number" && from < to;
  return {
    ...(ids.length > 0 && { ids: [...new Set(ids)].join(",") }),
    ...(search["x"] === "time" && { x: "time" as const }),
    ...(isRange && { from, to }),
    ...(typeof smooth === "number" && smooth > 0 && smooth <= maxSmoothing && { smooth }),
    ...(typeof log === "string" && { log }),
  };
}

/** The view of an address. */
export function compareViewOf({ ids, x, from, to, smooth = 0, log }: CompareSearch): CompareView {
  const range = from !== undefined && to !== undefined ? { from, to } : null;
  return {
    ids: ids ? ids.split(",") : [],
    x: x ?? "step",
    range,
    smoothing: smooth,
    log: log ? log.split(",") : [],
  };
}

/** The address of a view. */
export function compareSearchOf({ ids, x, range, smoothing, log }: CompareView): CompareSearch {
  return {
    ...(ids.length > 0 && { ids: ids.join(",") }),
    ...(x === "time" && { x }),
    ...(range && { from: Number(range.from.toPrecision(8)), to: Number(range.to.toPrecision(8)) }),
    ...(smoothing > 0 && { smooth: smoothing }),
    ...(log.length > 0 && { log: log.join(",") }),
  };
}
