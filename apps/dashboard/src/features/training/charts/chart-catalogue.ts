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

/** The charts to show for a training that has reported these series: known fields first, then its own metrics. */
export function chartsFor(names: readonly string[]): readonly ChartSpec[] {
  const reported = new Set(names);
  const known = catalogue.flatMap((chart) => {
    const lines = chart.lines.filter((line) => reported.has(line.name));
    if (lines.length > 0) return [{ ...chart, lines }];
    return chart.always ? [chart] : [];
  });
  const own = names
    .filter((name) => name.startsWith("metrics."))
    .map((name): ChartSpec => {
      const title = name.slice("metrics.".length);
      return { id: name, title, lines: [{ name, label: title, color: 3 }], format: formatMeasure };
    });
  return [...known, ...own];
}
