import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { Tally } from "../core/tally.ts";

type Labels = Readonly<Record<string, string | number>>;

/** One line of a metric: its labels and its value. */
export type Sample = readonly [labels: Labels, value: number];

/** A metric whose values are read from elsewhere at each scrape. */
export interface ReadMetric<Source> {
  readonly name: string;
  readonly help: string;
  /** The names of the labels; none by default. */
  readonly labels?: readonly string[];
  readonly read: () => Source;
}

/** Registers a count that only rises. */
export function addCounter(registry: Registry, metric: ReadMetric<number | readonly Sample[]>): void {
  const counter = new Counter({
    ...head(registry, metric),
    collect: () => {
      counter.reset();
      for (const [labels, value] of samplesOf(metric.read())) counter.inc(labels, value);
    },
  });
}

/** Registers a value that goes up and down. */
export function addGauge(
  registry: Registry,
  metric: ReadMetric<number | readonly Sample[] | Promise<readonly Sample[]>>,
): void {
  const gauge = new Gauge({
    ...head(registry, metric),
    collect: async () => {
      const samples = samplesOf(await metric.read());
      gauge.reset();
      for (const [labels, value] of samples) gauge.set(labels, value);
    },
  });
}

/** Registers a histogram that is counted elsewhere. */
export function addHistogram(registry: Registry, metric: ReadMetric<Tally>): void {
  registry.registerMetric(new TallyHistogram(metric));
}

function head<Source>(registry: Registry, { name, help, labels = [] }: ReadMetric<Source>) {
  return { name, help, labelNames: [...labels], registers: [registry] };
}

function samplesOf(source: number | readonly Sample[]): readonly Sample[] {
  return typeof source === "number" ? [[{}, source]] : source;
}

/** prom-client counts by itself; this one shows what a tally has counted. */
class TallyHistogram extends Histogram {
  readonly #metric: ReadMetric<Tally>;

  constructor(metric: ReadMetric<Tally>) {
    const { name, help, read } = metric;
    super({ name, help, buckets: [...read().bounds], registers: [] });
    this.#metric = metric;
  }

  /** What both `get` and the registry's text are made of; the library's types leave it out. */
  async getForPromString() {
    const { name, help, read } = this.#metric;
    const { bounds, counts, sum } = read();
    let count = 0;
    const buckets = counts.map((inRange, range) => {
      count += inRange;
      return { metricName: `${name}_bucket`, labels: { le: bounds[range] ?? "+Inf" }, value: count };
    });
    const totals = [
      { metricName: `${name}_sum`, labels: {}, value: sum },
      { metricName: `${name}_count`, labels: {}, value: count },
    ];
    return { name, help, type: "histogram", aggregator: "sum", values: [...buckets, ...totals] };
  }
}
