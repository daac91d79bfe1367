import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyUpdate,
  type Change,
  type Details,
  decodeServerMessage,
  encode,
  initialState,
  limits,
  nextState,
  parseReport,
  type TrainingState,
  TrainingState as TrainingStateSchema,
  type TrainingUpdate,
  toEnvelope,
  updateOf,
} from "./index.ts";
import { report } from "./testing/arbitraries.ts";

const received_at = "2025-11-06T12:30:00.041Z";
const start = initialState("job_abc123", "st-1");

type Metrics = NonNullable<Details["metrics"]>;

/** The state after the given details, one record each. */
function after(...records: Details[]): TrainingState {
  return records.reduce<TrainingState>((state, details) => nextState(state, { details, received_at }), start);
}

/** The update as a reader gets it from the wire. */
function overTheWire(update: TrainingUpdate): TrainingUpdate {
  const decoded = decodeServerMessage(encode(update));
  if (decoded.kind === "message" && decoded.message.type === "training_update") return decoded.message;
  throw new TypeError(JSON.stringify(decoded));
}

const event = fc.record({
  kind: fc.constantFrom("health", "status", "attempt"),
  health: fc.constantFrom("ok", "late", "stalled", "lost"),
});
const change: fc.Arbitrary<Change> = fc
  .tuple(report, fc.option(event, { nil: undefined }))
  .map(([{ details, attempt }, ofServer]) => ({
    details: ofServer ? { ...details, event: ofServer } : details,
    ...(attempt !== undefined && { attempt }),
    received_at,
  }));

describe("nextState", () => {
  it("carries every field forward until it is reported anew", () => {
    const state = after(
      { loss: 0.5, phase: "warm-up", metrics: { a: 1, b: 2 } },
      { loss: 0.4, metrics: { b: 3 } },
    );
    expect(state).toMatchObject({ seq: 2, loss: 0.4, phase: "warm-up", metrics: { a: 1, b: 3 } });
    expect(state.eval_loss).toBeNull();
  });

  it("numbers densely from 1 and changes nothing it was given", () => {
    const frozen = Object.freeze(after({ loss: 1 }));
    expect(frozen.seq).toBe(1);
    expect(nextState(frozen, { details: Object.freeze({ loss: 2 }), received_at }).seq).toBe(2);
    expect(frozen.loss).toBe(1);
  });

  it.each<[string, Details[], number]>([
    ["is 0 before anything is reported", [{}], 0],
    ["is what was sent", [{ progress: 45.5, current_step: 1, total_steps: 2 }], 45.5],
    ["is step / total if none was sent", [{ total_steps: 8 }, { current_step: 2 }], 25],
    ["follows the steps after one was sent", [{ progress: 90, total_steps: 4 }, { current_step: 1 }], 25],
    ["is carried forward otherwise", [{ progress: 45.5 }, { loss: 1 }], 45.5],
    ["is carried forward if it was sent as not finite", [{ progress: 45.5 }, { progress: null }], 45.5],
    ["is at most 100", [{ current_step: 9, total_steps: 8 }], 100],
    ["is clamped from above", [{ progress: 104.2 }], 100],
    ["is clamped from below", [{ progress: -3 }], 0],
    ["is never -0", [{ progress: 7 }, { current_step: -0, total_steps: 8 }], 0],
    ["is carried forward with 0 steps in all", [{ progress: 7 }, { current_step: 1, total_steps: 0 }], 7],
    ["is carried forward with endless steps", [{ progress: 7 }, { current_step: 1, total_steps: null }], 7],
  ])("progress %s", (_fact, records, progress) => {
    expect(after(...records).progress).toBe(progress);
  });

  it.each<[string, Details[], string]>([
    ["is queued at first", [], "queued"],
    ["stays queued for a sign of life", [{}], "queued"],
    ["is running once something was measured", [{ loss: 1 }], "running"],
    ["is running once progress was sent", [{ progress: 3 }], "running"],
    ["is running once a metric was sent", [{ status: "starting" }, { metrics: { a: 1 } }], "running"],
    ["is what was sent", [{ loss: 1 }, { status: "paused" }], "paused"],
    ["stays paused for measurements", [{ status: "paused" }, { loss: 1 }], "paused"],
    ["stays running", [{ loss: 1 }, { phase: "eval" }], "running"],
  ])("status %s", (_fact, records, status) => {
    expect(after(...records).status).toBe(status);
  });

  it("health is set by the server's own health events and by nothing else", () => {
    const stalled: Details = { event: { kind: "health", health: "stalled", reason: "silent for 60 s" } };
    expect(after({ loss: 1 }, stalled)).toMatchObject({ health: "stalled", event: { kind: "health" } });
    const later = after({ loss: 1 }, stalled, { loss: 2 });
    expect(later.health).toBe("stalled");
    expect(later).not.toHaveProperty("event");
    expect(after({ event: { kind: "status", health: "lost" } }).health).toBe("ok");
  });

  it("a reason belongs to the status: it goes with it, or gives way to another", () => {
    const paused: Details = { status: "paused", reason: "asked to pause" };
    expect(after(paused, { loss: 1 }, { status: "paused" }).reason).toBe("asked to pause");
    expect(after(paused, { status: "running" })).not.toHaveProperty("reason");
    expect(after({ loss: 1, reason: "waits for data" }, { loss: 2 }).reason).toBe("waits for data");
    const crashed: Details = { status: "paused", event: { kind: "status", reason: "exit code 1" } };
    expect(after({ loss: 1 }, crashed).reason).toBe("exit code 1");
    expect(after(paused, { event: { kind: "health", health: "lost", reason: "silent" } }).reason).toBe(
      "asked to pause",
    );
  });

  it("the newest checkpoint is carried forward", () => {
    const checkpoint = { path: "checkpoints/step-200.pt", step: 200 };
    expect(after({ checkpoint }, { loss: 1 }).checkpoint).toEqual(checkpoint);
    const newer = { path: "checkpoints/step-300.pt" };
    expect(after({ checkpoint }, { checkpoint: newer }).checkpoint).toEqual(newer);
  });

  it("attempt only rises", () => {
    const second = nextState(start, { details: {}, attempt: 2, received_at });
    expect(second.attempt).toBe(2);
    expect(nextState(second, { details: {}, received_at }).attempt).toBe(2);
    expect(nextState(second, { details: {}, attempt: 1, received_at }).attempt).toBe(2);
  });

  it("a value that is not finite stays named until it is reported anew", () => {
    const bad: Details = {
      loss: null,
      metrics: { a: null, b: 1 },
      nonfinite: [
        { name: "loss", value: "NaN" },
        { name: "metrics.a", value: "Infinity" },
      ],
    };
    expect(after(bad, { eval_loss: 1 })).toMatchObject({ loss: null, nonfinite: bad.nonfinite });
    expect(after(bad, { loss: 0.5 }).nonfinite).toEqual([{ name: "metrics.a", value: "Infinity" }]);
    expect(after(bad, { loss: 0.5, metrics: { a: 2 } })).not.toHaveProperty("nonfinite");
    const worse: Details = { loss: null, nonfinite: [{ name: "loss", value: "-Infinity" }] };
    expect(after(bad, worse).nonfinite).toEqual([
      { name: "metrics.a", value: "Infinity" },
      { name: "loss", value: "-Infinity" },
    ]);
  });

  it("a name in nonfinite stands once, also if a peer repeats it without its value", () => {
    const stray: Details = { nonfinite: [{ name: "loss", value: "NaN" }] };
    expect(after(stray, stray, stray).nonfinite).toEqual(stray.nonfinite);
  });

  it("carries at most maxMetrics metrics, those just reported among them", () => {
    const batch = (prefix: string): Details => {
      const entries = Array.from({ length: 300 }, (_, i): [string, null] => [`${prefix}${i}`, null]);
      const nonfinite = entries.map(([name]) => ({ name: `metrics.${name}`, value: "NaN" as const }));
      return { metrics: Object.fromEntries(entries), nonfinite };
    };
    const state = after(batch("a"), batch("b"), batch("c"));
    expect(Object.keys(state.metrics ?? {})).toHaveLength(limits.maxMetrics);
    expect(state.metrics).toMatchObject(batch("c").metrics ?? {});
    expect(state.nonfinite).toHaveLength(limits.maxMetrics);
    expect(TrainingStateSchema.safeParse(state).success).toBe(true);
  });

  it("keeps a metric that is reported again, however long it is known", () => {
    const names = Array.from({ length: limits.maxMetrics }, (_, i) => `m${i}`);
    const full: Details = { metrics: Object.fromEntries(names.map((name) => [name, 0])) };
    const { metrics } = after(full, { metrics: { m0: 1, newcomer: 2 } });
    expect(metrics).toMatchObject({ m0: 1, m2: 0, newcomer: 2 });
    expect(metrics).not.toHaveProperty("m1");
  });

  it("carries metrics as a merge does, from which the first that were not reported are taken out", () => {
    const plainly = (past: Metrics, reported: Metrics): Metrics => {
      const merged = { ...past, ...reported };
      let excess = Object.keys(merged).length - limits.maxMetrics;
      const kept = Object.entries(merged).filter(
        ([name]) => excess <= 0 || Object.hasOwn(reported, name) || --excess < 0,
      );
      return Object.fromEntries(kept);
    };
    // A range of names, some of which look like array indexes and so stand first in an object.
    const range = fc
      .tuple(fc.nat(700), fc.integer({ min: 1, max: 400 }), fc.constantFrom("", "m", "toString"))
      .map(([from, length, prefix]) =>
        Object.fromEntries(
          Array.from({ length }, (_, i): [string, number] => [`${prefix}${from + i}`, from - i]),
        ),
      );
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 8 }), (reports) => {
        let expected: Metrics = {};
        let state = start;
        for (const metrics of reports) {
          expected = plainly(expected, metrics);
          state = nextState(state, { details: { metrics }, received_at });
          expect(Object.entries(state.metrics ?? {})).toEqual(Object.entries(expected));
        }
      }),
      { numRuns: 50 },
    );
  });

  it.each(["completed", "failed", "cancelled"] as const)(
    "%s is final: nothing changes the state after",
    (status) => {
      const ended = after({ loss: 1 }, { status });
      expect(ended).toMatchObject({ complete: true, status, seq: 2 });
      expect(nextState(ended, { details: { status: "running", loss: 9 }, received_at })).toBe(ended);
    },
  );

  it("has exactly one terminal in any sequence, and it is the last", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const seen = new Map<number, TrainingState>();
        let state = start;
        for (const next of changes) {
          state = nextState(state, next);
          seen.set(state.seq, state);
        }
        const terminals = [...seen.values()].filter(({ complete }) => complete);
        expect(terminals.length).toBeLessThanOrEqual(1);
        if (terminals.length === 1) expect(terminals[0]?.seq).toBe(seen.size);
      }),
    );
  });

  it("gives a valid state after any sequence of reports", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 10 }), (changes) => {
        expect(TrainingStateSchema.safeParse(changes.reduce(nextState, start)).error).toBeUndefined();
      }),
    );
  });
});

describe("applyUpdate", () => {
  it("brings a reader to the server's state after every update", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        let server = start;
        let reader = start;
        for (const next of changes) {
          if (server.complete) break;
          server = nextState(server, next);
          reader = applyUpdate(reader, overTheWire(updateOf(server, next.details)));
          expect(reader).toEqual(server);
        }
      }),
    );
  });

  it("brings a reader of any state to the server's with one snapshot", () => {
    fc.assert(
      fc.property(fc.array(change), fc.array(change), (ofReader, ofServer) => {
        const server = ofServer.reduce(nextState, initialState("job_abc123", "st-2"));
        const reader = applyUpdate(ofReader.reduce(nextState, start), overTheWire(toEnvelope(server)));
        expect(reader).toEqual(server);
      }),
    );
  });

  it("gives the same state when the last update comes twice", () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        const before = changes.slice(0, -1).reduce(nextState, start);
        const server = changes.reduce(nextState, start);
        fc.pre(!before.complete);
        const update = updateOf(server, changes.at(-1)?.details ?? {});
        const once = applyUpdate(before, update);
        expect(applyUpdate(once, update)).toEqual(once);
      }),
    );
  });

  it("lets nothing but a snapshot follow the terminal", () => {
    const ended = after({ loss: 1 }, { status: "failed" });
    const late = updateOf({ ...after({ loss: 2 }), seq: 3 }, { loss: 2 });
    expect(applyUpdate(ended, late)).toBe(ended);
    expect(applyUpdate(ended, toEnvelope(after({ loss: 2 })))).toMatchObject({ complete: false, loss: 2 });
  });

  it("takes the server's word where it differs from what the details alone would give", () => {
    const update: TrainingUpdate = {
      type: "training_update",
      train_id: "job_abc123",
      seq: 7,
      data: { progress: 12, status: "evaluating", attempt: 3, details: { current_step: 9, total_steps: 9 } },
    };
    const reader = applyUpdate(start, update);
    expect(reader).toMatchObject({ seq: 7, progress: 12, status: "evaluating", attempt: 3, current_step: 9 });
    expect(reader.received_at).toBeNull();
  });

  it("carries a diverging report from the trainer's text to the reader", () => {
    const parsed = parseReport({ loss: Number.NaN, current_step: 7 }, "job_abc123");
    if (!parsed.ok) throw new TypeError(parsed.message);
    const { details } = parsed.report;
    const server = nextState(start, { details, received_at });
    expect(applyUpdate(start, overTheWire(updateOf(server, details)))).toMatchObject({
      loss: null,
      current_step: 7,
      nonfinite: [{ name: "loss", value: "NaN" }],
    });
  });
});
