import type { TrainingSummary } from "@trainwire/protocol";
import type { SeriesHistory } from "../../shared/charts/series-history.ts";
import type { XRange } from "../../shared/charts/x-axis.ts";
import { configRows } from "../../shared/config-rows.ts";

/** One thing in which trainings are compared: a value for each, in their order; null: it has none. */
export interface Comparison<T> {
  readonly name: string;
  readonly values: readonly (T | null)[];
}

/** The settings in which the trainings differ; null for one whose record is not there. */
export function configDifferences(records: readonly (TrainingSummary | null)[]): Comparison<string>[] {
  const tables = records.map(
    (record) =>
      new Map(
        [...configRows(record?.config ?? null), ...configRows(record?.params ?? null)].map(
          ({ path, text }) => [path, text],
        ),
      ),
  );
  const paths = [...new Set(tables.flatMap((table) => [...table.keys()]))];
  return paths
    .map((name) => ({ name, values: tables.map((table) => table.get(name) ?? null) }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** The best value of a metric for each training, and which of them is the best of all. */
export interface BestValues extends Comparison<number> {
  readonly isLeastBest: boolean;
  /** Index of the best training; null while there is none. */
  readonly best: number | null;
}

const leastIsBest = /loss|perplexity|error|rmse|mae\b|mse\b|memory|latency|seconds|norm/i;

/** The best values of a metric within the range: the least of losses and the like, else the greatest. */
export function bestValues(
  name: string,
  histories: readonly (SeriesHistory | null)[],
  range: XRange | null,
): BestValues {
  const isLeastBest = leastIsBest.test(name);
  const values = histories.map((history) => {
    const extent = history?.series(name)?.extent(range?.from, range?.to);
    const value = isLeastBest ? extent?.min : extent?.max;
    return value !== undefined && Number.isFinite(value) ? value : null;
  });
  const known = values.filter((value) => value !== null);
  const top = isLeastBest ? Math.min(...known) : Math.max(...known);
  return { name, values, isLeastBest, best: known.length === 0 ? null : values.indexOf(top) };
}
