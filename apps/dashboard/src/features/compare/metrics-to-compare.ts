import { limits, seriesFieldNames } from "@trainwire/protocol";

const words: Readonly<Record<string, string>> = {
  samples_per_second: "samples/s",
  tokens_per_second: "tokens/s",
  gpu_memory_allocated_gb: "GPU memory, GiB",
  gpu_memory_reserved_gb: "GPU memory reserved, GiB",
  gpu_memory_peak_gb: "GPU memory peak, GiB",
};

/** The series to ask for, of all that the trainings have: losses first, as many as one answer holds. */
export function metricsToCompare(known: readonly string[]): readonly string[] {
  const reported = new Set(known);
  const fields = seriesFieldNames.filter((name) => reported.has(name));
  const own = [...reported].filter((name) => name.startsWith("metrics."));
  // Before anything is known a first answer tells what there is.
  const names = reported.size === 0 ? ["loss"] : [...fields, ...own];
  return names.slice(0, limits.maxAnswerSeries);
}

/** A metric in words. */
export function metricTitle(name: string): string {
  return words[name] ?? name.replace(/^metrics\./, "").replaceAll("_", " ");
}
