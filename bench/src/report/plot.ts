import { Error as errorLevel, logger, parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Results } from "../results.ts";
import { summarise } from "../summary.ts";

/** The CPU of each server relative to the reference, a panel per scenario, as SVG; undefined if there are no ratios. */
export async function plotRatios(results: Results): Promise<string | undefined> {
  const values = results.scenarios.flatMap((scenario) =>
    summarise(scenario).flatMap(({ contender, ratio }) =>
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
  const { spec } = compile(ratioSpec(values.sort((a, b) => a.median - b.median)), {
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

function ratioSpec(values: readonly object[]): TopLevelSpec {
  const server = { field: "server", type: "nominal", title: null, sort: null } as const;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    background: "white",
    title: { text: "CPU per delivery or update, relative to naive ws in the same round", anchor: "start" },
    data: { values: [...values] },
    facet: {
      field: "scenario",
      type: "nominal",
      sort: null,
      title: null,
      header: { labelAnchor: "start" },
    },
    columns: 2,
    resolve: { scale: { y: "independent" } },
    spec: {
      width: 320,
      height: { step: 18 },
      layer: [
        {
          mark: "bar",
          encoding: {
            x: { field: "median", type: "quantitative", title: "less is better; lines span all rounds" },
            y: server,
            color: {
              field: "isOurs",
              type: "nominal",
              legend: null,
              scale: { domain: [true, false], range: ["#2563eb", "#a8b1bd"] },
            },
          },
        },
        {
          mark: { type: "rule", color: "#374151" },
          encoding: { x: { field: "min", type: "quantitative" }, x2: { field: "max" }, y: server },
        },
        {
          mark: { type: "text", align: "left", dx: 4, dy: -1, fontSize: 10 },
          encoding: {
            x: { field: "max", type: "quantitative" },
            y: server,
            text: { field: "median", type: "quantitative", format: ".2f" },
          },
        },
      ],
    },
  };
}
