import { formatMeasure } from "../../../shared/format/number.ts";
import {
  formatGiB,
  formatSamplesPerSecond,
  formatTokensPerSecond,
} from "../../../shared/format/quantities.ts";

/** One line of a chart. */
export interface LineSpec {
  /** Name of the series it draws. */
  readonly name: string;
  readonly label: string;
  /** Which of the four series colours. */
  readonly color: 1 | 2 | 3 | 4;
  /** Marks every point: for values reported now and then, as eval loss is. Default false. */
  readonly marked?: boolean;
}

/** What one chart shows. */
export interface ChartSpec {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly LineSpec[];
  readonly format: (value: number) => string;
  /** Shown from the start, before anything was reported. Default false. */
  readonly always?: boolean;
}

/** The charts of the fields that the wire names, in order of display. */
export const catalogue: readonly ChartSpec[] = [
  {
    id: "loss",
    title: "Loss",
    lines: [
      { name: "loss", label: "loss", color: 1 },
      { name: "eval_loss", label: "eval loss", color: 2, marked: true },
    ],
    format: formatMeasure,
    always: true,
  },
  {
    id: "samples-per-second",
    title: "Throughput",
    lines: [{ name: "samples_per_second", label: "samples/s", color: 3 }],
    format: formatSamplesPerSecond,
  },
  {
    id: "tokens-per-second",
    title: "Tokens",
    lines: [{ name: "tokens_per_second", label: "tokens/s", color: 3 }],
    format: formatTokensPerSecond,
  },
  {
    id: "gpu-memory",
    title: "GPU memory",
    lines: [
      { name: "gpu_memory_allocated_gb", label: "allocated", color: 4 },
      { name: "gpu_memory_reserved_gb", label: "reserved", color: 1 },
      { name: "gpu_memory_peak_gb", label: "peak", color: 2 },
    ],
    format: formatGiB,
  },
  {
    id: "learning-rate",
    title: "Learning rate",
    lines: [{ name: "learning_rate", label: "learning rate", color: 1 }],
    format: formatMeasure,
  },
  {
    id: "grad-norm",
    title: "Gradient norm",
    lines: [{ name: "grad_norm", label: "gradient norm", color: 2 }],
    format: formatMeasure,
  },
];

/** Charts that belong together: their series are asked for together. */
export interface ChartSection {
  readonly id: string;
  readonly title: string;
  readonly charts: readonly ChartSpec[];
}

/** So many series one answer of the server holds. */
const sectionSize = 50;
const knownNames = catalogue.flatMap(({ lines }) => lines.map(({ name }) => name));
const systemPrefix = /^(?:system|sys|gpu|cpu|disk|net|memory)$/i;

/** The names of all series that the sections' charts draw. */
export function namesIn({ charts }: ChartSection): string[] {
  return charts.flatMap(({ lines }) => lines.map(({ name }) => name));
}

/**
 * The charts of a training that has reported these series: the fields that the wire names first, then its own
 * metrics, in groups by what stands before the first `/` of their names, those of the machine last.
 */
export function sectionsFor(names: readonly string[]): readonly ChartSection[] {
  const reported = new Set(names);
  const known = catalogue.filter(
    ({ always, lines }) => always || lines.some(({ name }) => reported.has(name)),
  );
  const groups = new Map<string, string[]>();
  for (const name of names.filter((each) => !knownNames.includes(each))) {
    const group = groupOf(name);
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  const own = [...groups]
    .toSorted(([a], [b]) => Number(a === "System") - Number(b === "System"))
    .flatMap(([title, members]) =>
      chunksOf(members).map((chunk, i) => ownSection(i === 0 ? title : `${title}, more (${i + 1})`, chunk)),
    );
  return [
    { id: "training", title: "Training", charts: known.map((chart) => withReported(chart, reported)) },
    ...own,
  ];
}

function withReported(chart: ChartSpec, reported: ReadonlySet<string>): ChartSpec {
  const lines = chart.lines.filter(({ name }) => reported.has(name));
  return lines.length === 0 ? chart : { ...chart, lines };
}

function groupOf(name: string): string {
  const [prefix = "", ...rest] = name.slice("metrics.".length).split("/");
  if (rest.length === 0) return "Metrics";
  return systemPrefix.test(prefix) ? "System" : prefix;
}

function ownSection(title: string, names: readonly string[]): ChartSection {
  const charts = names.map((name): ChartSpec => {
    const label = name.slice("metrics.".length);
    return { id: name, title: label, lines: [{ name, label, color: 3 }], format: formatMeasure };
  });
  return { id: title, title, charts };
}

function chunksOf(names: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(names.length / sectionSize) }, (_, i) =>
    names.slice(i * sectionSize, (i + 1) * sectionSize),
  );
}
