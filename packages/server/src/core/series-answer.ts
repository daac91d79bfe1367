import { limits, type SeriesAnswer, type SeriesQuery } from "@trainwire/protocol";
import { downSample } from "./down-sample.ts";
import { nextTurn } from "./next-turn.ts";
import type { Training } from "./training.ts";

/** Changes with every update, and when retention takes some away. */
export function seriesEtag(training: Training): string {
  return `"${training.streamId}.${training.series.upTo}.${training.firstSeq}"`;
}

/**
 * The JSON text of the series of a training, as `SeriesAnswer` describes it, up to the head of its log. The first
 * request for a log that has no series yet waits until it is read.
 * @throws TrainwireServerError `internal` if the log cannot be read, `bad_message` if a series has too many attempts
 * in the range.
 */
export async function seriesAnswer(
  training: Training,
  query: SeriesQuery,
): Promise<{ readonly text: string; readonly etag: string }> {
  await training.series.ready();
  const { names } = training.series;
  const metrics = query.metrics ?? names.slice(0, limits.maxAnswerSeries);
  const { firstSeq, streamId } = training;
  const { upTo } = training.series;
  const etag = seriesEtag(training);
  const view = training.series.view(metrics);
  const series: string[] = [];
  for (const metric of new Set(metrics)) {
    const found = await downSample(metric, await view(metric, firstSeq), { ...query, firstSeq });
    if (found) series.push(JSON.stringify(found));
    await nextTurn();
  }
  const rest: Omit<SeriesAnswer, "series"> = {
    stream_id: streamId,
    first_seq: firstSeq,
    seq: upTo,
    x: query.x,
    names: [...names],
  };
  return { text: `${JSON.stringify(rest).slice(0, -1)},"series":[${series.join(",")}]}`, etag };
}
