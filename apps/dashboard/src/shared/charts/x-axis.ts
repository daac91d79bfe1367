import type { SeriesAxis } from "@trainwire/protocol";
import { formatDuration } from "../format/duration.ts";
import { formatAmount, formatCount } from "../format/number.ts";

/** What charts may be drawn over: `time` is that since the first point. */
export const xKinds = ["step", "time", "epoch"] as const;
/** What charts are drawn over. */
export type XKind = (typeof xKinds)[number];

/** A range of x. */
export interface XRange {
  readonly from: number;
  readonly to: number;
}

/** How x is drawn: which series it comes from, and in what unit it is shown. */
export interface XAxis {
  readonly kind: XKind;
  /** What the server is asked for. */
  readonly asked: SeriesAxis;
  /** Steps of an epoch; 1 for other kinds. Seconds of a millisecond for `time`. */
  readonly unit: number;
}

/** The axis of that kind; by epochs only where the steps of one are known, else by steps. */
export function xAxisOf(kind: XKind, stepsOfEpoch: number | null): XAxis {
  if (kind === "time") return { kind, asked: "time", unit: 1000 };
  if (kind === "epoch" && stepsOfEpoch !== null) return { kind, asked: "step", unit: stepsOfEpoch };
  return { kind: "step", asked: "step", unit: 1 };
}

/** An x in words: "step 1,200", "epoch 2.5", "after 3 m 20 s". */
export function xInWords(kind: XKind | "update", x: number): string {
  if (kind === "time") return `after ${formatDuration(Math.max(0, x))}`;
  return `${kind} ${formatCount(x)}`;
}

/** A label of the axis, whose ticks are `increment` apart: exact where rounding would make two alike. */
export function xLabel(kind: XKind, x: number, increment: number): string {
  if (kind !== "time") return Math.abs(x) / increment > 100 ? formatCount(x) : formatAmount(x);
  const seconds = Math.round(x);
  if (seconds === 0) return "0";
  for (const [name, size] of [
    ["d", 86_400],
    ["h", 3600],
    ["m", 60],
  ] as const) {
    if (seconds % size === 0) return `${seconds / size} ${name}`;
    if (seconds > size) return `${Math.floor(seconds / size)} ${name} ${shortRest(seconds % size)}`;
  }
  return `${x < 10 ? Number(x.toFixed(1)) : seconds} s`;
}

function shortRest(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 || seconds > 60 ? `${Math.floor(seconds / 60)} m` : `${seconds} s`;
}

const decimal = Array.from({ length: 18 }, (_, power) => [1, 2, 5].map((n) => n * 10 ** (power - 3))).flat();
const second = 1;
const minute = 60;
const hour = 3600;
const day = 86_400;

/** Distances between ticks: steps are whole, epochs may be parts, time goes by clock units. */
export const xIncrements: Readonly<Record<XKind, number[]>> = {
  step: decimal.filter((n) => n >= 1),
  epoch: decimal,
  time: [
    ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map((n) => n * second),
    ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
    ...[1, 2, 3, 6, 12].map((n) => n * hour),
    ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((n) => n * day),
  ],
};
