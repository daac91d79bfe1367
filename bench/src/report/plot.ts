import { Error as errorLevel, logger, parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Results } from "../results.ts";
import { type Summary, summarise } from "../summary.ts";

/** The CPU of each server relative to the reference, a panel per scenario, as SVG; undefined if there are no ratios. */
export async function plotRatios(results: Results): Promise<string | undefined> {
  const values = results.scenarios.flatMap((scenario) =>
    summarise(scenario)
      .toSorted(byRatio)
      .flatMap(({ contender, ratio }) =>
        ratio
          ? [
              {
                scenario: scenario.title,
                server: contender.title,
                isOurs: contender.id.startsWith("trainwire"),
                ...ratio,
              },
            ]
          : [],
      ),
  );
  if (values.length === 0) return undefined;
  const { spec } = compile(ratioSpec(values), {
    // It warns that panels share their data, which is meant.
    logger: logger(errorLevel),
  });
  const view = new View(parse(spec), { renderer: "none" });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}

function byRatio(a: Summary, b: Summary): number {
  return (a.ratio?.median ?? 0) - (b.ratio?.median ?? 0);
}

function ratioSpec(values: readonly { scenario: string }[]): TopLevelSpec {
  const server = {
    field: "server",
    type: "nominal",
    title: null,
    sort: null,
    axis: { minExtent: 190, labelLimit: 190 },
  } as const;
  const color = {
    field: "isOurs",
    type: "nominal",
    legend: null,
    scale: { domain: [true, false], range: ["#2563eb", "#6b7280"] },
  } as const;
  const x = {
    type: "quantitative" as const,
    title: "lines span all rounds",
    scale: { type: "log" as const },
    axis: { values: [0.1, 0.2, 0.5, 1, 2, 5, 10] },
  };
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    background: "white",
    title: { text: "CPU relative to naive ws in the same round: further left is better", anchor: "start" },
    data: { values: [...values] },
    facet: {
      field: "scenario",
      type: "nominal",
      sort: [...new Set(values.map(({ scenario }) => scenario))],
      title: null,
      header: { labelAnchor: "start", labelFontWeight: "bold" },
    },
    columns: 2,
    resolve: { scale: { y: "independent" } },
    spec: {
      width: 260,
      height: { step: 18 },
      layer: [
        {
          mark: { type: "rule", strokeWidth: 2 },
          encoding: {
            x: { ...x, field: "min" },
            x2: { field: "max" },
            y: server,
            color,
          },
        },
        {
          mark: { type: "point", filled: true, size: 60, opacity: 1 },
          encoding: { x: { ...x, field: "median" }, y: server, color },
        },
        {
          mark: { type: "text", align: "left", dx: 7, fontSize: 10 },
          encoding: {
            x: { ...x, field: "max" },
            y: server,
            text: { field: "median", type: "quantitative", format: ".2f" },
          },
        },
      ],
    },
  };
}
