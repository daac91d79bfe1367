import { initialState, type TrainingUpdate } from "@trainwire/protocol";
import { describe, expect, test } from "vitest";
import { FakeLog } from "../testing/fake-log.ts";
import { seededRandom, seqsOf, upTo } from "../testing/watching.ts";
import {
  beginSequence,
  nextSequence,
  type Sequence,
  type SequenceEvent,
  type SequenceOutput,
  wantsPage,
} from "./sequence.ts";

const streamId = "s1";

function logOf(count: number, isEnded = false): FakeLog {
  const log = new FakeLog("t", streamId);
  for (let step = 1; step <= count; step += 1) {
    log.append(isEnded && step === count ? { status: "completed" } : { current_step: step, loss: 1 / step });
  }
  return log;
}

function pageOf(log: FakeLog, afterSeq: number, limit = 1000): SequenceEvent {
  const updates = log.after(afterSeq).slice(0, limit);
  const next_after_seq = updates.at(-1)?.seq ?? afterSeq;
  const ended = log.isEnded && next_after_seq === log.state.seq;
  const { firstSeq: first_seq } = log;
  return { type: "page", page: { stream_id: log.streamId, first_seq, updates, next_after_seq, ended } };
}

const live = (update: TrainingUpdate | undefined): SequenceEvent => {
  if (update === undefined) throw new Error("the log of this test has no such update");
  return { type: "update", update };
};

function play(begin: Sequence, events: SequenceEvent[], maxHeld = 1000) {
  const outputs: SequenceOutput[] = [];
  let sequence = begin;
  for (const event of events) {
    const step = nextSequence(sequence, event, maxHeld);
    outputs.push(...step.outputs);
    sequence = step.sequence;
  }
  const released = outputs.flatMap((output) => (output.type === "release" ? seqsOf(output.updates) : []));
  return { sequence, outputs, released, types: outputs.map(({ type }) => type) };
}

const fromStart = beginSequence(0, undefined);
const fromNow = beginSequence(undefined, undefined);

describe("a following from a position", () => {
  const log = logOf(5);

  test("releases each update once, whatever comes twice", () => {
    const twice = [...log.updates, ...log.updates].map(live);
    const { released, sequence } = play(fromStart, twice);
    expect(released).toEqual(upTo(5));
    expect(sequence.held).toEqual([]);
  });

  test("holds what lies beyond a hole until the hole is filled", () => {
    const [one, , three, four] = log.updates;
    const holed = play(fromStart, [live(one), live(four), live(three)]);
    expect(holed.released).toEqual([1]);
    expect(wantsPage(holed.sequence)).toBe(true);
    const filled = play(holed.sequence, [pageOf(log, 1, 1)]);
    expect(filled.released).toEqual([2, 3, 4]);
    expect(wantsPage(filled.sequence)).toBe(false);
  });

  test("lets go of what it cannot hold, and asks for it later", () => {
    const [, two, three, four, five] = log.updates;
    const holed = play(fromStart, [two, three, four, five].map(live), 2);
    expect(holed.sequence.held).toHaveLength(2);
    const first = play(holed.sequence, [pageOf(log, 0, 1)]);
    expect(first.released).toEqual([1, 2, 3]);
    expect(wantsPage(first.sequence)).toBe(true);
    expect(play(first.sequence, [pageOf(log, 3)]).released).toEqual([4, 5]);
  });

  test("takes a snapshot in mid-stream for the sign of a hole, not for an update", () => {
    const { sequence, released } = play(fromStart, [live(log.updates[0]), live(log.snapshot())]);
    expect(released).toEqual([1]);
    expect(sequence.target).toBe(5);
  });

  test("a page with a hole inside releases only what precedes it", () => {
    const page = pageOf(log, 0);
    if (page.type !== "page") throw new Error("not a page");
    page.page.updates.splice(2, 1);
    expect(play(fromStart, [page]).released).toEqual([1, 2]);
  });
});

describe("a following from now", () => {
  const log = logOf(3);

  test("begins with the snapshot and goes on with what follows it", () => {
    const snapshot = log.snapshot();
    log.append({ loss: 0.1 });
    const { types, released } = play(fromNow, [live(snapshot), live(log.updates[3])]);
    expect(types).toEqual(["snapshot", "release"]);
    expect(released).toEqual([4]);
  });

  test("passes over frames of an older subscription that come before the snapshot", () => {
    expect(play(fromNow, [live(log.updates[1])]).outputs).toEqual([]);
  });

  test("takes the state of REST for its snapshot where there is no socket", () => {
    const { types, sequence } = play(fromNow, [{ type: "summary", summary: log.summary() }]);
    expect(types).toEqual(["snapshot"]);
    expect(sequence.position).toBe(log.state.seq);
  });
});

describe("a base", () => {
  test("is adopted when the position reaches it, not before", () => {
    const log = logOf(4);
    const begun = beginSequence(2, streamId);
    const early = play(begun, [{ type: "summary", summary: log.summary() }]);
    expect(early.types).toEqual([]);
    expect(play(early.sequence, log.updates.slice(2).map(live)).types).toEqual([
      "release",
      "release",
      "base",
    ]);
  });

  test("is adopted at once if the position is beyond it already", () => {
    const log = logOf(4);
    const summary = log.summary();
    const last = log.append({ loss: 0 });
    const ahead = play(beginSequence(3, streamId), [live(log.updates[3]), live(last)]).sequence;
    expect(play(ahead, [{ type: "summary", summary }]).types).toEqual(["base"]);
  });
});

describe("a reset", () => {
  const reset = { type: "reset", streamId: "s2", firstSeq: 3, headSeq: 9 } as const;

  test("lets a following from a position begin again with the oldest update there is", () => {
    const { sequence, types } = play(beginSequence(5, streamId), [reset]);
    expect(types).toEqual(["restart"]);
    expect(sequence).toMatchObject({ position: 2, target: 9, streamId: "s2" });
  });

  test("lets a following from now begin again with a snapshot", () => {
    const begun = play(fromNow, [live(logOf(4).snapshot()), { type: "confirmed", streamId, headSeq: 4 }]);
    expect(play(begun.sequence, [reset]).sequence).toMatchObject({ position: null, target: 0 });
  });

  test("does not concern a following whose own position can be honoured", () => {
    const honoured = beginSequence(4, "s2");
    expect(play(honoured, [reset])).toMatchObject({ types: [], sequence: { position: 4 } });
  });

  test("is seen from a confirmation of another stream as well", () => {
    const confirmed: SequenceEvent = { type: "confirmed", streamId: "s2", headSeq: 2 };
    expect(play(beginSequence(5, streamId), [confirmed]).types).toEqual(["restart"]);
  });
});

describe("an end", () => {
  const log = logOf(3, true);
  const marker: SequenceEvent = { type: "completed", marker: log.snapshot() };

  test("comes with the terminal update, and once", () => {
    const { types, released } = play(fromStart, [...log.updates.map(live), marker, ...log.updates.map(live)]);
    expect(released).toEqual([1, 2, 3]);
    expect(types.filter((type) => type === "ended")).toHaveLength(1);
    expect(types.at(-1)).toBe("ended");
  });

  test("waits for a hole before it to be filled", () => {
    const marked = play(fromStart, [live(log.updates[0]), marker]);
    expect(marked.types).toEqual(["release"]);
    expect(play(marked.sequence, [pageOf(log, 1)]).types).toEqual(["release", "ended"]);
  });

  test("comes with the marker alone for who has everything", () => {
    expect(play(beginSequence(3, streamId), [marker]).types).toEqual(["base", "ended"]);
  });

  test("comes with the snapshot of an ended training", () => {
    expect(play(fromNow, [live(log.snapshot())]).types).toEqual(["snapshot", "ended"]);
  });

  test("is told by REST alone", () => {
    expect(play(fromStart, [pageOf(log, 0)]).types).toEqual(["release", "ended"]);
  });
});

test("the state before any update is no update", () => {
  const empty = { ...initialState("t", streamId) };
  const { outputs } = play(fromStart, [{ type: "summary", summary: empty }]);
  expect(outputs).toEqual([]);
});

test.each(upTo(300))("whatever is lost, repeated or late, seed %i: each once, in order", (seed) => {
  const random = seededRandom(seed);
  const pick = (below: number): number => Math.floor(random() * below);
  const log = logOf(40, true);
  const waiting: SequenceEvent[] = [];
  let sequence: Sequence = beginSequence(0, undefined);
  const released: number[] = [];
  const take = (event: SequenceEvent): void => {
    const step = nextSequence(sequence, event, 3);
    sequence = step.sequence;
    for (const output of step.outputs)
      if (output.type === "release") released.push(...seqsOf(output.updates));
  };
  for (const update of log.updates) {
    if (random() < 0.7) take(live(update));
    if (random() < 0.3) take(live(log.updates[pick(log.updates.length)]));
    if (random() < 0.1) take({ type: "behind", headSeq: update.seq });
    if (random() < 0.3) waiting.push(pageOf(log, pick(update.seq), 1 + pick(8)));
    if (random() < 0.3) waiting.splice(pick(waiting.length), 1).forEach(take);
  }
  take({ type: "completed", marker: log.snapshot() });
  while (wantsPage(sequence)) take(pageOf(log, sequence.position ?? 0, 1 + pick(8)));
  expect(released).toEqual(upTo(40));
  expect(sequence.hasEnded).toBe(true);
});
