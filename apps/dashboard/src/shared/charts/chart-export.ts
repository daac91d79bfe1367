import type { ChartLine } from "./chart-spec.ts";
import type { XAxis } from "./x-axis.ts";

/** One row of what a chart draws. */
export interface DrawnRow {
  readonly series: string;
  /** Whether a later attempt overtook it. */
  readonly superseded: boolean;
  readonly x: number;
  /** Null where the value was not finite. */
  readonly value: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

/** Everything that the lines draw, line by line, what was overtaken first. */
export function drawnRows(lines: readonly ChartLine[]): DrawnRow[] {
  return lines.flatMap(({ history, name, label }) => {
    const series = history.series(name);
    if (series === undefined) return [];
    const runs = [
      ...series.superseded.map((run) => ({ run, superseded: true })),
      { run: series.points, superseded: false },
    ];
    return runs.flatMap(({ run, superseded }) =>
      Array.from(run.x, (x, i) => ({
        series: label,
        superseded,
        x,
        value: finite(run.y[i]),
        min: finite(run.low[i]),
        max: finite(run.high[i]),
      })),
    );
  });
}

/** The rows as CSV with a header; `x` is named for what it counts. */
export function toCsv(rows: readonly DrawnRow[], xName: XAxis["kind"] | "update"): string {
  const header = ["series", xName === "time" ? "seconds" : xName, "value", "min", "max", "superseded"];
  const lines = rows.map(({ series, x, value, min, max, superseded }) =>
    [quoted(series), x, value ?? "", min ?? "", max ?? "", superseded].join(","),
  );
  return [header.join(","), ...lines, ""].join("\r\n");
}

/** The picture of a chart with its title and legend, on the page's own background. */
export async function toPng(
  plot: HTMLElement,
  title: string,
  lines: readonly ChartLine[],
): Promise<Blob | null> {
  const source = plot.querySelector("canvas");
  if (source === null) return null;
  const style = getComputedStyle(plot);
  const scale = devicePixelRatio;
  const head = 44 * scale;
  const canvas = document.createElement("canvas");
  canvas.width = source.width;
  canvas.height = source.height + head;
  const ctx = canvas.getContext("2d");
  if (ctx === null) return null;
  ctx.fillStyle = style.getPropertyValue("--surface");
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.fillStyle = style.getPropertyValue("--ink");
  ctx.font = `600 ${13 * scale}px ${style.fontFamily}`;
  ctx.fillText(title, 12 * scale, 18 * scale);
  ctx.font = `${11 * scale}px ${style.fontFamily}`;
  let x = 12 * scale;
  for (const { label, color } of lines) {
    ctx.fillStyle = style.getPropertyValue(color);
    ctx.fillText(label, x, 36 * scale);
    x += ctx.measureText(label).width + 14 * scale;
  }
  ctx.drawImage(source, 0, head);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** Gives the reader a file. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name.replaceAll(/[^\w.-]+/g, "-");
  link.click();
  URL.revokeObjectURL(address);
}

function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}

/** A leading sign that a spreadsheet would run as a formula is kept from it. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
