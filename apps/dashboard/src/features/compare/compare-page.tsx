import { Link } from "@tanstack/react-router";
import { ChevronLeft, GitCompareArrows } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { ChartToolbar } from "../../shared/charts/chart-toolbar.tsx";
import { CursorLink } from "../../shared/charts/cursor-link.ts";
import { resumedAtOf, wholeRange } from "../../shared/charts/series-history.ts";
import { xAxisOf } from "../../shared/charts/x-axis.ts";
import { formatMeasure } from "../../shared/format/number.ts";
import { Notice } from "../../shared/ui/notice.tsx";
import { PageTitle } from "../../shared/ui/page-title.tsx";
import { CompareCharts } from "./compare-charts.tsx";
import { bestValues, configDifferences } from "./compare-facts.ts";
import { ComparePicker } from "./compare-picker.tsx";
import { CompareTable } from "./compare-table.tsx";
import type { CompareView } from "./compare-view-state.ts";
import { metricsToCompare, metricTitle } from "./metrics-to-compare.ts";
import { TrainingSource } from "./training-source.tsx";
import { useCompared } from "./use-compared.ts";

/** What `ComparePage` shows. */
export interface ComparePageProps {
  readonly view: CompareView;
  readonly onView: (change: Partial<CompareView>) => void;
}

/** Any number of trainings over one another: charts, best values, and the settings in which they differ. */
export function ComparePage({ view, onView }: ComparePageProps) {
  const { ids, x, range } = view;
  const { of, learn } = useCompared();
  const [link] = useState(() => new CursorLink());
  const axis = useMemo(() => xAxisOf(x, null), [x]);
  const compared = ids.map(of);
  const names = metricsToCompare(compared.flatMap(({ names }) => names));
  const onIds = useCallback((next: readonly string[]) => onView({ ids: next }), [onView]);
  const stage = { view, x: axis.kind, link, onView };
  const titles = ids.map((id, i) => compared[i]?.record?.name ?? id);
  const histories = compared.map(({ history }) => history);
  const best = names.map((name) => bestValues(name, histories, range)).filter((row) => row.best !== null);
  return (
    <>
      <PageTitle>{`Compare ${ids.length} · Trainwire`}</PageTitle>
      <Link to="/" className="mb-2 inline-flex h-6 items-center gap-0.5 text-muted hover:text-ink">
        <ChevronLeft aria-hidden="true" size={15} className="-ml-1" />
        All trainings
      </Link>
      <h1 className="mb-3 text-lg font-semibold tracking-tight">Compare</h1>
      <ComparePicker ids={ids} of={of} onIds={onIds} />
      {ids.map((trainId) => (
        <TrainingSource
          key={trainId}
          trainId={trainId}
          names={names}
          axis={axis}
          range={range}
          resumedAt={resumedAtOf(of(trainId).record)}
          learn={learn}
        />
      ))}
      {ids.length === 0 ? (
        <Notice icon={GitCompareArrows} title="Nothing to compare yet">
          <p>
            Add trainings above, or select some in the list and choose Compare. The address of this page then
            names them.
          </p>
        </Notice>
      ) : (
        <div className="flex flex-col gap-3">
          <ChartToolbar
            stage={stage}
            kinds={["step", "time"]}
            onX={(kind) => onView({ x: kind === "time" ? "time" : "step", range: null })}
            whole={() => wholeRange(histories.filter((history) => history !== null))}
          />
          <CompareCharts ids={ids} titles={titles} histories={histories} names={names} stage={stage} />
          <CompareTable
            title={range === null ? "Best values" : "Best values in the range"}
            trainings={titles}
            columns={best.map(({ name, values, isLeastBest, best: index }) => ({
              name: metricTitle(name),
              hint: isLeastBest ? "least" : "greatest",
              cells: values.map((value) => (value === null ? "–" : formatMeasure(value))),
              best: index,
            }))}
            empty="Nothing was reported yet."
          />
          <CompareTable
            title="Differences of configuration"
            trainings={titles}
            columns={configDifferences(compared.map(({ record }) => record)).map(({ name, values }) => ({
              name,
              cells: values.map((value) => value ?? "–"),
            }))}
            empty="None: they were registered alike, or without a configuration."
          />
        </div>
      )}
    </>
  );
}
