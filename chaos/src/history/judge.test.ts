import { describe, expect, it } from "vitest";
import type { SentRecord, TrainingHistory, ViewerEvent, ViewerHistory, ViewerKind } from "./history.ts";
import { judge } from "./judge.ts";

const length = 6;
const seqs = Array.from({ length }, (_, index) => index + 1);
const statusAt = (seq: number) => (seq === length ? "completed" : "running");

function textAt(seq: number, loss: number | null = 1 / seq): string {
  const details = {
    current_step: seq,
    loss,
    phase: `p.${seq}`,
    ...(seq === length && { status: "completed" }),
  };
  const data = {
    progress: seq,
    status: statusAt(seq),
    health: "ok",
    attempt: 1,
    received_at: "2025-11-06T12:30:00.000Z",
    details,
  };
  return JSON.stringify({ type: "training_update", train_id: "run", seq, data });
}

function flatAt(seq: number, changes: object = {}): string {
  const unknown = {
    current_epoch: null,
    total_epochs: null,
    total_steps: null,
    eval_loss: null,
    timestamp: null,
    samples_per_second: null,
    gpu_memory_allocated_gb: null,
    eta_seconds: null,
  };
  const known = { current_step: seq, loss: 1 / seq, phase: `p.${seq}`, progress: seq, status: statusAt(seq) };
  const kept = { health: "ok", attempt: 1, received_at: "2025-11-06T12:30:00.000Z", stream_id: "st" };
  return JSON.stringify({
    job_id: "run",
    ...unknown,
    ...known,
    ...kept,
    seq,
    complete: seq === length,
    ...changes,
  });
}

const asked: ViewerEvent = { kind: "asked", afterSeq: 0 };
const end: ViewerEvent = { kind: "end", seq: length };
const update = (seq: number): ViewerEvent => ({ kind: "update", seq, text: textAt(seq) });
const filled = (seq: number): ViewerEvent => ({ kind: "filled", seq, text: textAt(seq) });
const flat = (seq: number): ViewerEvent => ({ kind: "update", seq, text: flatAt(seq) });
const snapshot = (seq: number): ViewerEvent => ({ kind: "snapshot", seq, text: textAt(seq) });
const whole = [asked, ...seqs.map(update), end];

function sentRecord(seq: number): SentRecord {
  return { mark: `p.${seq}`, producerId: "p", attempt: 1, fate: "acknowledged" };
}

function findingsOf(events: ViewerEvent[], viewer: { kind?: ViewerKind; mayLag?: boolean } = {}): string[] {
  const history: ViewerHistory = {
    viewer: "v",
    kind: "envelope",
    trainId: "run",
    mayLag: false,
    ...viewer,
    events,
  };
  return codesOf({ viewers: [history] });
}

function codesOf(changes: Partial<TrainingHistory>): string[] {
  const history = {
    trainId: "run",
    streamId: "st",
    viewers: [],
    sent: seqs.map(sentRecord),
    log: seqs.map((seq) => ({ seq, text: textAt(seq) })),
    ...changes,
  };
  return judge(history).map(({ code, what }) => `${code}: ${what}`);
}

const without = (seq: number) => whole.filter((event) => !("seq" in event && event.seq === seq));

describe("the judge finds nothing wrong with", () => {
  it.each<[string, ViewerEvent[], { kind?: ViewerKind; mayLag?: boolean }]>([
    ["every update once, in order, and one end", whole, {}],
    ["a start from a snapshot", [{ kind: "asked" }, snapshot(3), update(4), update(5), update(6), end], {}],
    ["a resume", [asked, update(1), { kind: "asked", afterSeq: 1 }, ...seqs.slice(1).map(update), end], {}],
    [
      "a hole that was announced and filled, be it late",
      [asked, update(1), snapshot(4), update(5), filled(2), update(6), end, filled(3), filled(4)],
      { mayLag: true },
    ],
    ["flat messages", [asked, ...seqs.map(flat), end, { kind: "closed", code: 1000 }], { kind: "flat" }],
    [
      "a jump of a slow flat viewer that was filled",
      [asked, flat(1), flat(4), filled(2), filled(3), flat(5), flat(6), end],
      { kind: "flat", mayLag: true },
    ],
  ])("%s", (_what, events, viewer) => {
    // Filled updates come from REST, in the envelope's words, whatever the viewer speaks.
    expect(findingsOf(events, viewer)).toEqual([]);
  });
});

describe("the judge names", () => {
  it.each<[string, ViewerEvent[], string, { kind?: ViewerKind; mayLag?: boolean }]>([
    ["a lost update", without(3), "lost: 1 updates: 3", {}],
    [
      "a lost update of a flat viewer",
      [asked, ...[1, 2, 4, 5, 6].map(flat), end],
      "lost: 1 updates: 3",
      { kind: "flat" },
    ],
    [
      "a hole that was never filled",
      [asked, update(1), snapshot(4), update(5), update(6), end],
      "lost: 3 updates: 2-4",
      { mayLag: true },
    ],
    [
      "a hole without need",
      [asked, update(1), snapshot(2), filled(2), ...[3, 4, 5, 6].map(update), end],
      "skipped: from 1 to 2, though little is sent",
      {},
    ],
    [
      "a repeated update",
      [asked, update(1), update(1), ...seqs.slice(1).map(update), end],
      "repeated: update 1 after 1",
      {},
    ],
    [
      "an update that came though it was filled",
      [asked, update(1), snapshot(3), filled(2), filled(3), filled(3), ...[4, 5, 6].map(update), end],
      "repeated: update 3 was filled, and it had come",
      { mayLag: true },
    ],
    [
      "an update that came again after a resume",
      [asked, update(1), { kind: "asked", afterSeq: 0 }, ...seqs.map(update), end],
      "repeated: update 1 came again",
      {},
    ],
    ["reordered updates", [asked, ...[1, 3, 2, 4, 5, 6].map(update), end], "reordered: update 2 after 3", {}],
    ["two ends", [...whole, end], "terminal: told of the end 2 times", {}],
    ["an update after the end", [...whole, update(6)], "terminal: update 6 after the end", {}],
    ["no end", whole.slice(0, -1), "unfinished: at 6 of 6, and never told of the end", {}],
    [
      "an end too early",
      [asked, update(1), { kind: "end", seq: 1 }],
      "terminal: told of the end at 1, which is at 6",
      {},
    ],
    [
      "an end with the wrong close code",
      [asked, ...seqs.map(flat), end, { kind: "closed", code: 1006 }],
      "terminal: closed with 1006 after the end",
      { kind: "flat" },
    ],
    [
      "a reset",
      [...whole.slice(0, 3), { kind: "reset", reason: "past_end" }, ...whole.slice(3)],
      "reset: its position 2 was reset: past_end",
      {},
    ],
    [
      "another stream",
      [asked, { kind: "confirmed", seq: 0, streamId: "other" }, ...whole.slice(1)],
      "reset: confirmed of stream other",
      {},
    ],
    [
      "a log that fell back",
      [
        ...whole.slice(0, 3),
        { kind: "asked", afterSeq: 2 },
        { kind: "confirmed", seq: 1, streamId: "st" },
        ...whole.slice(3),
      ],
      "lost: confirmed at 1, though it had been sent 2",
      {},
    ],
    [
      "a snapshot of another seq than confirmed",
      [
        { kind: "asked" },
        { kind: "confirmed", seq: 2, streamId: "st" },
        snapshot(3),
        ...[4, 5, 6].map(update),
        end,
      ],
      "lost: confirmed at 2, but the snapshot is of 3",
      {},
    ],
  ])("%s", (_what, events, finding, viewer) => {
    expect(findingsOf(events, viewer)).toContain(finding);
  });

  it.each<[string, ViewerEvent, ViewerKind]>([
    ["an update with another payload", { kind: "update", seq: 3, text: textAt(3, 9) }, "envelope"],
    ["a page with another payload", { kind: "update", seq: 3, text: textAt(3, 9) }, "poller"],
    ["a client's update with another payload", { kind: "update", seq: 3, text: textAt(3, 9) }, "client"],
    [
      "an update with other bytes",
      { kind: "update", seq: 3, text: textAt(3).replace(":", ": ") },
      "envelope",
    ],
    [
      "a flat message that forgot a field",
      { kind: "update", seq: 3, text: flatAt(3, { loss: null }) },
      "flat",
    ],
    [
      "a flat message with a field of another update",
      { kind: "update", seq: 3, text: flatAt(3, { current_step: 2 }) },
      "flat",
    ],
    [
      "a flat message with a value that is said to be not finite",
      { kind: "update", seq: 3, text: flatAt(3, { nonfinite: [{ name: "loss", value: "NaN" }] }) },
      "flat",
    ],
  ])("%s", (_what, changed, kind) => {
    const events = seqs.map((seq) => (seq === 3 ? changed : kind === "flat" ? flat(seq) : update(seq)));
    const [first, ...others] = findingsOf([asked, ...events, end], { kind });
    expect(first).toMatch(/^changed: /);
    expect(others).toEqual([]);
  });

  it.each<[string, Partial<TrainingHistory>, RegExp]>([
    [
      "an acknowledged record that is not stored",
      { sent: [...seqs, 7].map(sentRecord) },
      /^lost: record p.7/,
    ],
    [
      "a refused record that is stored",
      { sent: seqs.map((seq) => ({ ...sentRecord(seq), fate: seq === 2 ? "refused" : "acknowledged" })) },
      /^refused_but_stored: record p.2/,
    ],
    ["a record that nobody sent", { sent: seqs.slice(1).map(sentRecord) }, /^log: seq 1 holds record p.1/],
    [
      "a record that is stored twice",
      {
        log: seqs.map((seq) => ({ seq, text: textAt(seq).replace("p.3", "p.2") })),
        sent: [1, 2, 4, 5, 6].map(sentRecord),
      },
      /^repeated: record p.2 is stored as seq 2 and 3/,
    ],
    [
      "records of a producer out of order",
      { sent: [2, 1, 3, 4, 5, 6].map(sentRecord) },
      /^reordered: record p.1/,
    ],
    [
      "a log with a hole",
      { log: [1, 2, 4, 5, 6].map((seq) => ({ seq, text: textAt(seq) })), sent: [] },
      /^log: position 3 of the log holds seq 4/,
    ],
    [
      "a log without an end",
      { log: [1].map((seq) => ({ seq, text: textAt(seq) })), sent: [sentRecord(1)] },
      /^terminal: the log has 0/,
    ],
    [
      "a log with two ends",
      { log: [...seqs, 7].map((seq) => ({ seq, text: textAt(Math.min(seq, length)) })), sent: [] },
      /^terminal: the log has 2/,
    ],
    [
      "an attempt that goes back",
      {
        log: seqs.map((seq) => ({
          seq,
          text: seq === 1 ? textAt(seq).replace('"attempt":1', '"attempt":2') : textAt(seq),
        })),
      },
      /^log: seq 2 is of attempt 1 after 2/,
    ],
  ])("%s", (_what, changes, finding) => {
    expect(codesOf(changes).filter((text) => finding.test(text))).toHaveLength(1);
  });
});
