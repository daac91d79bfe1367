import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { readTrainingSearch } from "../features/training/training-view-state.ts";
import { TrainingsPage } from "../features/trainings/trainings-page.tsx";
import { NotFound } from "./not-found.tsx";
import { PageError } from "./page-error.tsx";
import { RootLayout } from "./root-layout.tsx";

const rootRoute = createRootRoute({ component: RootLayout, notFoundComponent: NotFound });

const trainingsRoute = createRoute({ getParentRoute: () => rootRoute, path: "/", component: TrainingsPage });

/** Loaded when first needed: it brings the charts. */
const trainingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/trainings/$id",
  validateSearch: readTrainingSearch,
  component: lazyRouteComponent(() => import("./training-route.tsx"), "TrainingRoute"),
});

/** Every address of the dashboard. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([trainingsRoute, trainingRoute]),
  defaultErrorComponent: PageError,
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
