import type { SeriesSnapshot, TrainwireClient } from "@trainwire/client";
import { useSeries } from "@trainwire/client/react";
import type { SeriesAnswer } from "@trainwire/protocol";
import { useEffect, useMemo, useState } from "react";
import { SeriesHistory } from "./series-history.ts";
import type { XAxis, XRange } from "./x-axis.ts";

/** What is drawn of a training's series. */
export interface SeriesWish {
  readonly names: readonly string[];
  readonly axis: XAxis;
  /** What is looked at; null: everything. */
  readonly range: XRange | null;
  /** As in the history's own options. */
  readonly resumedAt: ReadonlyMap<number, number>;
}

/** What there is of it. */
export interface DrawnSeries {
  /** Of the range, as soon as it is there, else of everything; null before the first answer. */
  readonly history: SeriesHistory | null;
  readonly error: SeriesSnapshot["error"];
  /** All metrics that the training has series of. */
  readonly allNames: readonly string[];
}

/** As many points as a wide chart has columns; digits that no eye tells apart are left out. */
const asked = { points: 1000, digits: 7 };
const none: readonly string[] = [];

/**
 * The series of a training for charts: everything, live, and a finer answer of the range while it is zoomed. Where
 * every value is drawn already, nothing finer is asked for.
 */
export function useSeriesHistory(
  client: TrainwireClient,
  trainId: string | null,
  { names, axis, range, resumedAt }: SeriesWish,
): DrawnSeries {
  const request = { metrics: names, x: axis.asked, ...asked };
  const isWanted = trainId !== null && names.length > 0;
  const whole = useSeries(client, isWanted ? trainId : null, request);
  const wholeHistory = useHistory(whole, { names, axis, resumedAt, isKept: true });
  const isFiner = range !== null && wholeHistory !== null && hasBuckets(whole.answer);
  const part = useSeries(client, isFiner ? trainId : null, {
    ...request,
    ...(range !== null &&
      wholeHistory !== null && { from: wholeHistory.askedX(range.from), to: wholeHistory.askedX(range.to) }),
  });
  const partHistory = useHistory(part, { names, axis, resumedAt, origin: wholeHistory?.origin ?? null });
  return {
    history: isFiner ? (partHistory ?? wholeHistory) : wholeHistory,
    error: whole.error,
    allNames: whole.answer?.names ?? none,
  };
}

interface HistoryWish extends Omit<SeriesWish, "range"> {
  readonly origin?: number | null;
  /** Whether the last one stays while another answer is awaited. */
  readonly isKept?: boolean;
}

/** The history of a snapshot of series, fed with what each adds. */
function useHistory(
  { answer, tail }: SeriesSnapshot,
  { names, axis, resumedAt, origin = null, isKept = false }: HistoryWish,
): SeriesHistory | null {
  const wanted = names.join("\n");
  const { kind, unit, asked } = axis;
  const resumes = JSON.stringify([...resumedAt]);
  const made = useMemo(
    () =>
      answer &&
      new SeriesHistory(answer, {
        axis: { kind, unit, asked },
        names: wanted.split("\n"),
        origin,
        resumedAt: new Map(JSON.parse(resumes) as [number, number][]),
      }),
    [answer, wanted, kind, unit, asked, origin, resumes],
  );
  const head = tail.at(-1);
  useEffect(() => {
    if (head !== undefined) made?.absorb(tail);
  }, [made, tail, head]);
  const [last, setLast] = useState(made);
  if (made !== null && made !== last) setLast(made);
  const isSameAxis = last?.axis.kind === kind && last.axis.unit === unit;
  return made ?? (isKept && isSameAxis ? last : null);
}

/** Whether values were joined, so that a part of them can be had finer. */
function hasBuckets(answer: SeriesAnswer | null): boolean {
  return answer?.series.some(({ count }) => count !== undefined) ?? false;
}
