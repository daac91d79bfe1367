import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { TrainingPage } from "../features/training/training-page.tsx";
import { searchOf, type TrainingView, viewOf } from "../features/training/training-view-state.ts";

/** The page of the training that the address names, looked at as it says; another id begins it anew. */
export function TrainingRoute() {
  const { id } = useParams({ from: "/trainings/$id" });
  const search = useSearch({ from: "/trainings/$id" });
  const navigate = useNavigate({ from: "/trainings/$id" });
  const view = useMemo(() => viewOf(search), [search]);
  const onView = useCallback(
    (change: Partial<TrainingView>) =>
      void navigate({
        search: (before) => searchOf({ ...viewOf(before), ...change }),
        replace: change.tab === undefined,
        resetScroll: false,
      }),
    [navigate],
  );
  return <TrainingPage key={id} trainId={id} view={view} onView={onView} />;
}
