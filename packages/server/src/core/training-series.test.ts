import { SeriesAnswer, SeriesQuery } from "@trainwire/protocol";
import { expect, it } from "vitest";
import { fakeTraining } from "../testing/fake-training.ts";
import { nextTurn } from "./next-turn.ts";
import { seriesAnswer, seriesEtag } from "./series-answer.ts";
import type { Training } from "./training.ts";

async function losses(training: Training) {
  const { text, etag } = await seriesAnswer(training, SeriesQuery.parse({ metrics: "loss", points: "2000" }));
  const { seq, series } = SeriesAnswer.parse(JSON.parse(text));
  return { seq, etag, positions: series[0]?.seq ?? [] };
}

it("holds every value again after a write that failed, and says what failed", async () => {
  const { training, report, series } = await fakeTraining(200);
  series.store.fail = true;
  for (let step = 201; step <= 600; step += 1) await report({ current_step: step, loss: step });
  expect(series.errors).toHaveLength(1);
  const { seq, positions } = await losses(training);
  expect(seq).toBe(600);
  expect(positions).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));
});

it("keeps an ended training in memory until its last values are stored", async () => {
  const { training, report, series } = await fakeTraining(10);
  await report({ status: "completed" });
  while (training.series.isBusy) await nextTurn();
  expect(training.idle).toBe(true);
  expect((await series.store.open("run")).upTo).toBe(11);
});

it("changes its tag with each update", async () => {
  const { training, report } = await fakeTraining(3);
  const { etag } = await losses(training);
  expect(seriesEtag(training)).toBe(etag);
  await report({ loss: 1 });
  expect(seriesEtag(training)).not.toBe(etag);
});

it("draws no value that was carried forward, and gives series to the first 512 metrics only", async () => {
  const { training, report } = await fakeTraining(2);
  await report({ phase: "waiting" });
  for (const part of [0, 1]) {
    const names = Array.from({ length: 400 }, (_, index) => [`m${400 * part + index}`, 1]);
    await report({ metrics: Object.fromEntries(names) as Record<string, number> });
  }
  expect((await losses(training)).positions).toEqual([1, 2]);
  expect(training.series.names).toHaveLength(512);
});
