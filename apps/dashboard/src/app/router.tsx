import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { readCompareSearch } from "../features/compare/compare-view-state.ts";
import { readTrainingSearch } from "../features/training/training-view-state.ts";
import { readListSearch } from "../features/trainings/list-view.ts";
import { NotFound } from "./not-found.tsx";
import { PageError } from "./page-error.tsx";
import { RootLayout } from "./root-layout.tsx";
import { TrainingsRoute } from "./trainings-route.tsx";

const rootRoute = createRootRoute({ component: RootLayout, notFoundComponent: NotFound });

const trainingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  validateSearch: readListSearch,
  component: TrainingsRoute,
});

/** Loaded when first needed: it brings the charts. */
const trainingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/trainings/$id",
  validateSearch: readTrainingSearch,
  component: lazyRouteComponent(() => import("./training-route.tsx"), "TrainingRoute"),
});

const compareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/compare",
  validateSearch: readCompareSearch,
  component: lazyRouteComponent(() => import("./compare-route.tsx"), "CompareRoute"),
});

const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/start",
  validateSearch: ({ recipe }: Record<string, unknown>): { recipe?: string } =>
    typeof recipe === "string" ? { recipe } : {},
  component: lazyRouteComponent(() => import("./start-route.tsx"), "StartRoute"),
});

const alertsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/alerts",
  component: lazyRouteComponent(() => import("../features/alerts/alerts-page.tsx"), "AlertsPage"),
});

/** Every address of the dashboard. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([trainingsRoute, trainingRoute, compareRoute, startRoute, alertsRoute]),
  defaultErrorComponent: PageError,
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
