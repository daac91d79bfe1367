import type { TrainingState, TrainingSummary } from "@trainwire/protocol";
import { isTerminal } from "@trainwire/protocol";
import { useCallback, useMemo, useRef, useState } from "react";
import { ChartToolbar } from "../../../shared/charts/chart-toolbar.tsx";
import { CursorLink } from "../../../shared/charts/cursor-link.ts";
import { resumedAtOf, type SeriesHistory, wholeRange } from "../../../shared/charts/series-history.ts";
import { type XKind, xAxisOf } from "../../../shared/charts/x-axis.ts";
import type { TrainingEvent } from "../feed/event-log.ts";
import type { TrainingView } from "../training-view-state.ts";
import { sectionsFor } from "./chart-catalogue.ts";
import { MetricSection } from "./metric-section.tsx";

/** What `ChartsView` shows. */
export interface ChartsViewProps {
  readonly state: TrainingState;
  /** Null until it was read. */
  readonly record: TrainingSummary | null;
  readonly events: readonly TrainingEvent[];
  /** Series that were seen in updates, beside those that the server names. */
  readonly names: readonly string[];
  readonly view: TrainingView;
  readonly onView: (change: Partial<TrainingView>) => void;
}

const openAtMost = 40;

/** All charts of a training, in sections; each asks for its series when it is open. */
export function ChartsView({ state, record, events, names, view, onView }: ChartsViewProps) {
  const { job_id: trainId, total_steps, total_epochs } = state;
  const stepsOfEpoch = total_steps && total_epochs ? total_steps / total_epochs : null;
  const axis = useMemo(() => xAxisOf(view.x, stepsOfEpoch), [view.x, stepsOfEpoch]);
  const resumedAt = useMemo(() => resumedAtOf(record), [record]);
  const [link] = useState(() => new CursorLink());
  const stage = useMemo(() => ({ view, x: axis.kind, link, onView }), [view, axis, link, onView]);
  const main = useRef<SeriesHistory | null>(null);
  const [known, setKnown] = useState<readonly string[]>([]);
  const onNames = useCallback(
    (answered: readonly string[]) =>
      setKnown((before) => (answered.length > before.length ? answered : before)),
    [],
  );
  const onHistory = useCallback((history: SeriesHistory | null) => {
    main.current = history;
  }, []);
  const reported = [...new Set([...known, ...names])].join("\n");
  const sections = useMemo(() => sectionsFor(reported === "" ? [] : reported.split("\n")), [reported]);
  const count = sections.reduce((sum, { charts }) => sum + charts.length, 0);
  const kinds: readonly XKind[] = stepsOfEpoch === null ? ["step", "time"] : ["step", "time", "epoch"];
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <ChartToolbar
        stage={stage}
        kinds={kinds}
        onX={(x) => onView({ x, range: null })}
        whole={() => main.current && wholeRange([main.current])}
      />
      {sections.map((section, i) => (
        <Section
          key={section.id}
          title={section.title}
          isOpen={i < 2 || count <= openAtMost}
          isFirst={i === 0}
        >
          <MetricSection
            trainId={trainId}
            section={section}
            axis={axis}
            resumedAt={resumedAt}
            stage={stage}
            events={events}
            ended={isTerminal(state.status)}
            {...(i === 0 && { onHistory, onNames })}
          />
        </Section>
      ))}
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly isFirst: boolean;
  readonly children: React.ReactNode;
}

/** The first stays open and needs no title: it is what the page is about. */
function Section({ title, isOpen, isFirst, children }: SectionProps) {
  const [shown, setShown] = useState(isOpen);
  if (isFirst) return children;
  return (
    <details open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary className="mb-2 w-max cursor-pointer rounded-md font-semibold">{title}</summary>
      {shown && children}
    </details>
  );
}
