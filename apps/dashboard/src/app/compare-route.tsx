import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { ComparePage } from "../features/compare/compare-page.tsx";
import { type CompareView, compareSearchOf, compareViewOf } from "../features/compare/compare-view-state.ts";

/** The trainings that the address names, compared as it says. */
export function CompareRoute() {
  const search = useSearch({ from: "/compare" });
  const navigate = useNavigate({ from: "/compare" });
  const view = useMemo(() => compareViewOf(search), [search]);
  const onView = useCallback(
    (change: Partial<CompareView>) =>
      void navigate({
        search: (before) => compareSearchOf({ ...compareViewOf(before), ...change }),
        replace: change.ids === undefined,
        resetScroll: false,
      }),
    [navigate],
  );
  return <ComparePage view={view} onView={onView} />;
}
