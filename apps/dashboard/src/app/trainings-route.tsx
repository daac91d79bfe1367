import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { type ListView, listSearchOf, listViewOf } from "../features/trainings/list-view.ts";
import { TrainingsPage } from "../features/trainings/trainings-page.tsx";

/** The list of trainings, looked at as the address says. */
export function TrainingsRoute() {
  const search = useSearch({ from: "/" });
  const navigate = useNavigate({ from: "/" });
  const view = useMemo(() => listViewOf(search), [search]);
  const onView = useCallback(
    (change: Partial<ListView>) =>
      void navigate({
        search: (before) => listSearchOf({ ...listViewOf(before), ...change }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  return <TrainingsPage view={view} onView={onView} />;
}
