import type { AnyMessage, Mutation, PeerAnswer, PeerRequest } from "../../peer/mutation.ts";
import { answering, type MutantTable, refuses } from "./taps.ts";

function isSeries({ status }: PeerAnswer, { path }: PeerRequest): boolean {
  return path.endsWith("/series") && status === 200;
}

const changingAnswers = (change: (body: AnyMessage) => AnyMessage): Mutation =>
  answering(isSeries, (body) => ({
    status: 200,
    headers: { etag: '"t"' },
    body: { ...body, ...change(body) },
  }));

const changingSeries = (change: (series: AnyMessage) => AnyMessage): Mutation =>
  changingAnswers(({ series }) => ({
    series: (series as AnyMessage[]).map((each) => ({ ...each, ...change(each) })),
  }));

const asking = (change: (query: URLSearchParams) => void): Mutation => ({
  request: (request) => {
    if (!request.path.endsWith("/series")) return request;
    const query = new URLSearchParams(request.query);
    change(query);
    return { ...request, query };
  },
});

/** Broken servers for the cases of the group `series`. */
export const seriesMutants: MutantTable = {
  "series-001": {
    "shows-the-last-for-the-greatest": () => changingSeries(({ last }) => ({ max: last })),
    "shows-the-last-for-the-least": () => changingSeries(({ last }) => ({ min: last })),
    "thins-out-to-every-fourth": () =>
      changingSeries((series) =>
        Object.fromEntries(
          ["seq", "last_seq", "x", "last_x", "count", "min", "max", "last", "attempt"].map((column) => [
            column,
            (series[column] as unknown[]).filter((_value, index) => index % 4 === 0),
          ]),
        ),
      ),
    "heeds-no-points": () => asking((query) => query.set("points", "2000")),
  },
  "series-002": {
    "begins-a-bucket-too-late": () =>
      changingSeries(({ seq, last_seq }) => ({
        seq: (seq as number[]).map((each, index) => Math.min(each + 1, last_seq[index])),
      })),
    "takes-seq-for-every-axis": () => asking((query) => query.set("x", "seq")),
    "draws-only-what-was-named-first": () =>
      changingAnswers(({ series }) => ({ series: (series as AnyMessage[]).slice(0, 1) })),
    "says-the-first-for-the-last": () => changingSeries(({ max }) => ({ last: max })),
  },
  "series-003": {
    "heeds-no-range": () =>
      asking((query) => {
        query.delete("from");
        query.delete("to");
      }),
    "leaves-out-the-end-of-a-range": () =>
      asking((query) => {
        const to = query.get("to");
        if (to !== null) query.set("to", String(Number(to) - 1));
      }),
    "joins-few-values": () =>
      asking((query) => query.set("points", String(Math.ceil(Number(query.get("points") ?? 2) / 2)))),
  },
  "series-004": {
    "joins-attempts": () =>
      changingSeries(({ attempt }) => ({ attempt: (attempt as number[]).map(() => 1) })),
    "sorts-by-step": () => changingSeries(({ x }) => ({ x: (x as number[]).toSorted((a, b) => a - b) })),
  },
  "series-005": {
    "keeps-still-about-nan": () => changingSeries(() => ({ nonfinite: undefined })),
    "takes-nan-for-0": () =>
      changingSeries(({ min }) => ({
        min: (min as (number | null)[]).map((each) => Math.min(each ?? 0, 0)),
      })),
    "names-all-nan": () =>
      changingSeries(({ nonfinite }) => ({
        nonfinite: (nonfinite as AnyMessage[]).map((each) => ({ ...each, value: "NaN" })),
      })),
  },
  "series-006": {
    "never-answers-304-for-series": () => ({
      request: (request) => ({ ...request, headers: { ...request.headers, "if-none-match": undefined } }),
    }),
    "always-answers-304-for-series": () => ({
      answer: (answer, { headers }) => (headers["if-none-match"] ? { status: 304 } : answer),
    }),
    "sends-series-without-etag": () => answering(isSeries, (body) => ({ status: 200, body })),
  },
  "series-007": {
    "takes-any-query-of-series": () =>
      asking((query) => {
        for (const name of ["metrics", "points", "x", "from", "to", "digits"]) query.delete(name);
      }),
    "invents-series-of-unknown-trainings": () =>
      answering(refuses("unknown_training"), () => ({ status: 200, body: {} })),
  },
  "series-008": {
    "names-only-what-was-asked-for": () =>
      changingAnswers(({ series }) => ({
        names: (series as AnyMessage[]).map(({ name }) => name as string),
      })),
    "cuts-names-at-every-comma": () =>
      asking((query) => query.set("metrics", (query.get("metrics") ?? "").replaceAll("\\,", ","))),
  },
};
