import type { TokenScope } from "@trainwire/protocol";

/** What a requester needs: nothing, or a token with this scope. */
export type Need = "open" | TokenScope;

/** What both sockets need. */
export const socketNeed: Need = "read";

/** What the counts in the answer of `/healthz` need; that it answers is open to all. */
export const countsNeed: Need = "read";

/**
 * What every route and both sockets need. `HEAD` needs what `GET` does, and a route with an `:id` needs a token whose
 * pattern covers that training. A route that is not listed here is refused to everybody.
 */
const needs: Readonly<Record<string, Need>> = {
  "GET /": "open",
  "GET /*": "open",
  "OPTIONS *": "open",
  "GET /healthz": "open",
  "GET /readyz": "open",
  "GET /metrics": "read",
  "GET /ws": socketNeed,
  "GET /ws/training/:id": socketNeed,
  "GET /api/v1/version": "open",
  "GET /api/v1/openapi.json": "read",
  "GET /api/v1/session": "open",
  "POST /api/v1/session": "open",
  "DELETE /api/v1/session": "open",
  "GET /api/v1/tokens": "admin",
  "POST /api/v1/tokens": "admin",
  "DELETE /api/v1/tokens/:token_id": "admin",
  "GET /api/v1/alert-rules": "read",
  "POST /api/v1/alert-rules": "control",
  "PATCH /api/v1/alert-rules/:rule_id": "control",
  "DELETE /api/v1/alert-rules/:rule_id": "control",
  "GET /api/v1/alerts": "read",
  "POST /api/v1/alerts/:alert_id/acknowledge": "control",
  "POST /api/v1/trainings/:id/mute": "control",
  "POST /api/v1/backup": "admin",
  "GET /api/v1/trainings": "read",
  "POST /api/v1/trainings": "publish",
  "GET /api/v1/trainings/:id": "read",
  "PATCH /api/v1/trainings/:id": "control",
  "DELETE /api/v1/trainings/:id": "control",
  "GET /api/v1/trainings/:id/series": "read",
  "GET /api/v1/trainings/:id/updates": "read",
  "POST /api/v1/trainings/:id/updates": "publish",
  "GET /api/v1/trainings/:id/logs": "read",
  "GET /api/v1/recipes": "read",
  "POST /api/v1/trainings/:id/pause": "control",
  "POST /api/v1/trainings/:id/resume": "control",
  "POST /api/v1/trainings/:id/cancel": "control",
  "POST /api/v1/trainings/:id/checkpoint": "control",
  "GET /api/v1/trainings/:id/commands": "read",
  "GET /api/v1/trainings/:id/artifacts": "read",
  "GET /api/v1/trainings/:id/artifacts/*": "read",
  "DELETE /api/v1/trainings/:id/artifacts/*": "control",
  "GET /api/v1/trainings/:id/archive": "read",
};

/** What a route needs instead for some of its bodies: either is let in, and the route asks for the one that fits. */
const otherNeeds: Readonly<Record<string, Need>> = {
  // With a recipe something is started on the server's own machine, and nothing is published.
  "POST /api/v1/trainings": "control",
};

/** All that trainers in containers may ask for, on the listener that is theirs. */
const forTrainers: ReadonlySet<string> = new Set([
  "GET /healthz",
  "GET /api/v1/version",
  "POST /api/v1/trainings",
  "POST /api/v1/trainings/:id/updates",
]);

/** Whether the listener for trainers in containers answers a route. */
export function isForTrainers(method: string, path: string): boolean {
  return forTrainers.has(nameOf(method, path));
}

/** What a route needs, or undefined if nobody has said so: refuse it. */
export function needOf(method: string, path: string): Need | undefined {
  return needs[nameOf(method, path)];
}

/** What a route needs instead for some of its bodies, if there are such. */
export function otherNeedOf(method: string, path: string): Need | undefined {
  return otherNeeds[nameOf(method, path)];
}

function nameOf(method: string, path: string): string {
  return `${method === "HEAD" ? "GET" : method} ${path}`;
}
