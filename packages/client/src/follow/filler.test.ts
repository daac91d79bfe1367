import { expect, test } from "vitest";
import { Rest, type UpdatesAnswer } from "../rest/rest.ts";
import { resolveSettings } from "../settings.ts";
import { Filler } from "./filler.ts";

/** A filler of a hole after `position`, whose pages hold no update, and whose timers run when told. */
function fillerOf(answers: () => Response) {
  const timers: { delayMs: number; callback: () => void }[] = [];
  const asked: string[] = [];
  const taken: UpdatesAnswer[] = [];
  const settings = resolveSettings(
    { url: "http://server", backoff: { minMs: 100, maxMs: 1000 } },
    {
      platform: {
        random: () => 1,
        fetch: (input) => {
          asked.push(new Request(input).url);
          return Promise.resolve(answers());
        },
        after: (delayMs, callback) => {
          const timer = { delayMs, callback };
          timers.push(timer);
          return () => void timers.splice(timers.indexOf(timer), 1);
        },
      },
    },
  );
  const position = { afterSeq: 4, streamId: "s" };
  const target = {
    trainId: "t",
    missing: () => position,
    take: (answer: UpdatesAnswer) => void taken.push(answer),
    refused: () => undefined,
  };
  return { filler: new Filler(target, new Rest(settings, () => undefined), settings), timers, asked, taken };
}

const emptyPage = () =>
  Response.json({ stream_id: "s", first_seq: 1, updates: [], next_after_seq: 4, ended: false });

/** Lets what was promised happen. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a page that does not help is asked for again only after a growing delay", async () => {
  const { filler, timers, asked, taken } = fillerOf(emptyPage);
  filler.start();
  await settled();
  expect(asked).toEqual(["http://server/api/v1/trainings/t/updates?after_seq=4&stream_id=s&limit=1000"]);
  expect(taken).toHaveLength(1);
  expect(timers.map(({ delayMs }) => delayMs)).toEqual([200]);
  timers.splice(0).forEach(({ callback }) => callback());
  await settled();
  expect(asked).toHaveLength(2);
  expect(timers.map(({ delayMs }) => delayMs)).toEqual([400]);
});

test("a failing request is tried again later, and stop leaves no timer", async () => {
  const { filler, timers, taken } = fillerOf(() => new Response("", { status: 503 }));
  filler.start();
  await settled();
  expect(taken).toEqual([]);
  expect(timers).toHaveLength(1);
  filler.stop();
  expect(timers).toEqual([]);
});
