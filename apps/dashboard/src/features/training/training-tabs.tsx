import type { TrainingState, TrainingSummary } from "@trainwire/protocol";
import { useCapability } from "../../shared/capabilities.ts";
import { useClient } from "../../shared/client-context.tsx";
import { ChartsView } from "./charts/charts-view.tsx";
import { Configuration } from "./configuration.tsx";
import { EventList } from "./event-list.tsx";
import { countOf } from "./feed/event-log.ts";
import type { useTrainingFeed } from "./feed/use-training-feed.ts";
import { FileList } from "./files/file-list.tsx";
import { LogView } from "./log-view.tsx";
import { type TrainingTab, type TrainingView, trainingTabs } from "./training-view-state.ts";

/** What `TrainingTabs` shows. */
export interface TrainingTabsProps {
  readonly state: TrainingState;
  readonly record: TrainingSummary | null;
  readonly feed: ReturnType<typeof useTrainingFeed>;
  readonly view: TrainingView;
  readonly onView: (change: Partial<TrainingView>) => void;
}

const titles: Readonly<Record<TrainingTab, string>> = {
  charts: "Charts",
  config: "Configuration",
  files: "Files",
  log: "Log",
};

/** Parts of what the server keeps of trainers that it started itself. */
const ownParts: readonly TrainingTab[] = ["files", "log"];

function TabContent({ state, record, feed, view, onView }: TrainingTabsProps) {
  switch (view.tab) {
    case "config":
      return <Configuration record={record} />;
    case "files":
      return <FileList trainId={state.job_id} version={countOf(feed.events, "checkpoint")} />;
    case "log":
      return <LogView trainId={state.job_id} attempt={state.attempt} />;
    case "charts":
      return (
        <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_18rem]">
          <ChartsView
            state={state}
            record={record}
            events={feed.events}
            names={feed.names}
            view={view}
            onView={onView}
          />
          <EventList events={feed.events} readOlder={feed.readOlder} />
        </div>
      );
    default:
      return view.tab satisfies never;
  }
}

/** The parts of a training's page below its header. */
export function TrainingTabs({ state, record, feed, view, onView }: TrainingTabsProps) {
  const hasRecipes = useCapability(useClient(), "recipes");
  const offered = trainingTabs.filter((tab) => hasRecipes || tab === view.tab || !ownParts.includes(tab));
  return (
    <>
      <nav
        aria-label="Parts of this training"
        className="mt-3 mb-3 flex gap-1 overflow-x-auto border-b border-line"
      >
        {offered.map((tab) => (
          <button
            key={tab}
            type="button"
            aria-current={tab === view.tab ? "page" : undefined}
            onClick={() => onView({ tab })}
            className="-mb-px h-9 shrink-0 border-b-2 border-transparent px-3 font-medium text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
          >
            {titles[tab]}
          </button>
        ))}
      </nav>
      <TabContent state={state} record={record} feed={feed} view={view} onView={onView} />
    </>
  );
}
