import { quantile } from "d3-array";
import { BenchError } from "../errors.ts";
import { RunningServer } from "../processes/running-server.ts";
import { storeUpdates, trainwire } from "../servers/trainwire.ts";
import type { Contender, Form, Scenario } from "./scenario.ts";

/** Charts of a long training. No peer stores anything, so there is none to compare with. */
export function seriesScenario(form: Form): Scenario {
  const updates = form.count(1_000_000);
  const queries = form.count(500);
  const contender = (id: string, title: string, query: string): Contender =>
    asking({ id, title, path: `/api/v1/trainings/job_0/series?${query}`, updates, queries });
  return {
    id: "series",
    title: `Charts of ${updates.toLocaleString("en")} updates`,
    what: `A training has ${updates.toLocaleString("en")} stored updates. Its down-sampled series are asked for ${queries} times, one query after the other; the first is the slowest.`,
    unit: "query",
    latency: "from request to the end of the answer",
    contenders: [
      contender("series-whole", "loss, all of it in 1000 points", "metrics=loss&points=1000"),
      contender(
        "series-zoomed",
        "loss, the middle tenth in 1000 points",
        `metrics=loss&points=1000&from=${Math.round(0.45 * updates)}&to=${Math.round(0.55 * updates)}`,
      ),
    ],
    rounds: 1,
  };
}

interface Asking {
  readonly id: string;
  readonly title: string;
  readonly path: string;
  readonly updates: number;
  readonly queries: number;
}

function asking({ id, title, path, updates, queries }: Asking): Contender {
  return {
    id,
    title,
    note: trainwire.note,
    whyNot: () => trainwire.whyNot(),
    measure: async () => {
      await using running = await RunningServer.start(trainwire.start);
      await storeUpdates(running, "job_0", updates);
      const beganMs = performance.now();
      const latencies: number[] = [];
      for (let query = 0; query < queries; query += 1) latencies.push(await ask(running.url + path));
      const seconds = (performance.now() - beganMs) / 1000;
      const at = (share: number) => quantile(latencies, share) ?? 0;
      return {
        perSecond: queries / seconds,
        latencyMs: { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) },
        lost: 0,
        repeated: 0,
        faults: 0,
      };
    },
  };
}

/** How long the answer took, in milliseconds. */
async function ask(url: string): Promise<number> {
  const beganMs = performance.now();
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok)
    throw new BenchError("server_failed", `GET ${url} was answered ${response.status}: ${text}`);
  return performance.now() - beganMs;
}
