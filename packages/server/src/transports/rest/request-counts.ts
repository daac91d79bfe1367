import type { FastifyRequest } from "fastify";

interface Route {
  readonly method: string;
  readonly route: string;
  readonly byStatus: Map<number, number>;
}

/** How many requests were answered, by route and status. Addresses that no route knows count as one. */
export class RequestCounts {
  /** By the options of the route, which are one object a route: no name has to be put together for each request. */
  readonly #routes = new Map<object, Route>();

  /** Counts one answer. */
  add(request: FastifyRequest, status: number): void {
    const options = request.routeOptions;
    let route = this.#routes.get(options.config);
    if (!route) {
      route = request.is404
        ? { method: "any", route: "unknown", byStatus: new Map() }
        : { method: request.method, route: options.url ?? "unknown", byStatus: new Map() };
      this.#routes.set(options.config, route);
    }
    route.byStatus.set(status, (route.byStatus.get(status) ?? 0) + 1);
  }

  /** Each route with each status that it answered. */
  samples(): [{ method: string; route: string; status: number }, number][] {
    return Array.from(this.#routes.values()).flatMap(({ method, route, byStatus }) =>
      Array.from(byStatus, ([status, count]): [{ method: string; route: string; status: number }, number] => [
        { method, route, status },
        count,
      ]),
    );
  }
}
