/// <reference types="node" />
import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BatchReader,
  type Change,
  changesOf,
  decodeServerMessage,
  draftMessages,
  encode,
  headlineOf,
  initialState,
  nextState,
  type ServerMessage,
  type TrainingState,
  type TrainingUpdate,
  toEnvelope,
  updateOf,
} from "../index.ts";
import { report } from "../testing/arbitraries.ts";

interface Fixture {
  readonly why: string;
  readonly frames: readonly (string | unknown[])[];
  readonly messages: readonly unknown[];
  readonly code?: string;
}

const root = new URL("../../fixtures/v2-draft/", import.meta.url);
const fixturesOf = (kind: string): [file: string, fixture: Fixture][] =>
  readdirSync(new URL(kind, root)).map((file) => [
    file,
    JSON.parse(readFileSync(new URL(`${kind}/${file}`, root), "utf8")) as Fixture,
  ]);

const textOf = (frame: string | unknown[]) => (typeof frame === "string" ? frame : JSON.stringify(frame));

describe("fixtures of the draft", () => {
  it.each(fixturesOf("valid"))("valid: %s", (_file, { frames, messages }) => {
    const reader = new BatchReader();
    const read = frames.flatMap((frame) => reader.read(textOf(frame)));
    expect(read).toEqual(messages.map((message) => ({ kind: "message", message })));
    for (const frame of frames) expect(draftMessages[0]?.read(textOf(frame)).kind).toBe("message");
  });

  it.each(fixturesOf("invalid"))("invalid: %s", (_file, { frames, messages, code }) => {
    const reader = new BatchReader();
    const read = frames.flatMap((frame) => reader.read(textOf(frame)));
    const refused = read.filter(({ kind }) => kind !== "message");
    expect(refused).toMatchObject([
      code === "unknown_type" ? { kind: "unknown" } : { kind: "invalid", code },
    ]);
    const others = read.flatMap((each) => (each.kind === "message" ? [each.message] : []));
    expect(others).toEqual(messages);
  });
});

/** Times as servers write them, and as others might. */
const received_at = fc.oneof(
  { weight: 5, arbitrary: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()) },
  fc.constantFrom("2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "yesterday", null),
);
const change: fc.Arbitrary<Change> = fc.tuple(report, received_at).map(([{ details, attempt }, time]) => ({
  details,
  received_at: time,
  ...(attempt !== undefined && { attempt }),
}));

/** States, each with the update that led to it. */
function courseOf(trainId: string, changes: readonly Change[]) {
  let state = initialState(trainId, "st-1");
  const course: { before: TrainingState; state: TrainingState; update: TrainingUpdate }[] = [];
  for (const next of changes) {
    if (state.complete) break;
    const before = state;
    state = nextState(state, next);
    course.push({ before, state, update: updateOf(state, next.details) });
  }
  return course;
}

describe("a reader of the draft", () => {
  it("has from any course, cut into runs and messages at will, the updates of version 1", () => {
    const courses = fc.array(fc.array(change, { minLength: 1, maxLength: 12 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(courses, fc.infiniteStream(fc.nat(3)), (all, dice) => {
        const reader = new BatchReader();
        const frames: unknown[][] = [];
        const expected: ServerMessage[] = [];
        for (const [channel, changes] of all.entries()) {
          const trainId = `job_${channel}`;
          const confirmed = {
            type: "subscription_confirmed" as const,
            train_id: trainId,
            status: "subscribed" as const,
            stream_id: "st-1",
            seq: 0,
          };
          frames.push([{ ...confirmed, channel, headline: headlineOf(initialState(trainId, "st-1")) }]);
          expected.push(confirmed);
          let run: unknown[] | undefined;
          for (const { before, state, update } of courseOf(trainId, changes)) {
            const choice = dice.next().value;
            if (choice === 0) {
              // As it is stored: what a viewer that catches up is sent.
              frames.at(-1)?.push(update);
              expected.push(update);
              run = undefined;
            } else if (choice === 1) {
              frames.push([toEnvelope(state)]);
              expected.push(toEnvelope(state));
              run = undefined;
            } else {
              if (run === undefined || choice === 2) {
                run = [channel, state.seq];
                frames.at(-1)?.push(run);
              }
              run.push({ ...changesOf(before, state), d: update.data.details });
              expected.push(update);
            }
          }
        }
        const read = frames.flatMap((frame) => reader.read(JSON.stringify(frame)));
        expect(read).toEqual(expected.map((message) => decodeServerMessage(encode(message))));
      }),
    );
  });

  it("is told no headline that did not change", () => {
    const [first, second] = courseOf("run", [
      { details: { loss: 1 }, received_at: "2026-01-01T00:00:00.000Z" },
      { details: { loss: 2 }, received_at: "2026-01-01T00:00:00.250Z" },
    ]);
    expect(first && changesOf(first.before, first.state)).toEqual({
      s: "running",
      t: "2026-01-01T00:00:00.000Z",
    });
    expect(second && changesOf(second.before, second.state)).toEqual({ t: 250 });
  });
});
