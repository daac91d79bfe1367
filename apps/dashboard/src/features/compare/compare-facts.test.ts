import { initialState, type SeriesAnswer } from "@trainwire/protocol";
import { expect, test } from "vitest";
import { SeriesHistory } from "../../shared/charts/series-history.ts";
import { xAxisOf } from "../../shared/charts/x-axis.ts";
import { bestValues, configDifferences } from "./compare-facts.ts";
import { compareSearchOf, compareViewOf, readCompareSearch } from "./compare-view-state.ts";

const record = (config: Record<string, unknown> | null) => ({ ...initialState("run", "s"), config });

function historyOf(name: string, last: readonly number[]): SeriesHistory {
  const seq = last.map((_, i) => i + 1);
  const series = { name, total: seq.length, seq, x: seq, last: [...last], attempt: seq.map(() => 1) };
  const answer: SeriesAnswer = {
    stream_id: "s",
    first_seq: 1,
    seq: 3,
    x: "step",
    names: [name],
    series: [series],
  };
  return new SeriesHistory(answer, { axis: xAxisOf("step", null), names: [name] });
}

test("only settings that differ are told, also those that one lacks", () => {
  expect(
    configDifferences([
      record({ lr: 0.1, model: { layers: 2, width: 8 }, seed: 1 }),
      record({ lr: 0.1, model: { layers: 4, width: 8 } }),
      null,
    ]),
  ).toEqual([
    { name: "lr", values: ["0.1", "0.1", null] },
    { name: "model.layers", values: ["2", "4", null] },
    { name: "model.width", values: ["8", "8", null] },
    { name: "seed", values: ["1", null, null] },
  ]);
  expect(configDifferences([record({ lr: 0.1 }), record({ lr: 0.1 })])).toEqual([]);
});

test("the best loss is the least and the best accuracy the greatest, within what is looked at", () => {
  const losses = [historyOf("loss", [3, 1, 2]), null, historyOf("loss", [4, 2, 0.5])];
  expect(bestValues("loss", losses, null)).toMatchObject({ values: [1, null, 0.5], best: 2 });
  expect(bestValues("loss", losses, { from: 1, to: 2 })).toMatchObject({ values: [1, null, 2], best: 0 });
  const accuracies = [historyOf("metrics.accuracy", [0.1, 0.9]), historyOf("metrics.accuracy", [0.95])];
  expect(bestValues("metrics.accuracy", accuracies, null)).toMatchObject({ values: [0.9, 0.95], best: 1 });
});

test("what is compared goes into an address and comes back", () => {
  const search = { ids: "a,b", x: "time", from: 1, to: 2, smooth: 0.5, log: "loss" } as const;
  expect(compareSearchOf(compareViewOf(readCompareSearch(search)))).toEqual(search);
  expect(readCompareSearch({ ids: "a,a,no id,b", x: "size" })).toEqual({ ids: "a,b" });
});
