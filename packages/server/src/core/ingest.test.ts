import { describe, expect, it } from "vitest";
import { fakeTraining } from "../testing/fake-training.ts";
import { ingest } from "./ingest.ts";

const good = (value: unknown) => ({ ok: true, value }) as const;
const record = (seq: number, fields: object = { loss: seq }) =>
  good({ producer_id: "p", producer_seq: seq, ...fields });
const now = Date.parse("2026-01-01T00:00:00Z");

describe("ingest", () => {
  it("stores good records and names the bad ones by index", async () => {
    const { training } = await fakeTraining();
    const records = [
      good({ loss: 1 }),
      { ok: false, message: "not JSON" } as const,
      good({ loss: "x" }),
      good({ loss: 2 }),
    ];
    const answer = await ingest(training, records, now);
    expect(answer).toMatchObject({
      accepted: 2,
      seq: 2,
      rejected: [
        { index: 1, code: "bad_json" },
        { index: 2, code: "bad_message" },
      ],
    });
    expect(training.head.state.loss).toBe(2);
  });

  it("acknowledges repeats without storing them, also within one request", async () => {
    const { training } = await fakeTraining();
    await ingest(training, [record(1), record(2)], now);
    const answer = await ingest(training, [record(1), record(2), record(3), record(3)], now);
    expect(answer).toMatchObject({ accepted: 1, repeated: 3, seq: 3, rejected: [] });
  });

  it("answers a repeat only when its original is stored", async () => {
    const { training, log } = await fakeTraining();
    const original = ingest(training, [record(1)], now);
    const repeat = ingest(training, [record(1)], now);
    log.fail = true;
    await expect(original).rejects.toMatchObject({ code: "storage_unavailable" });
    await expect(repeat).rejects.toMatchObject({ code: "storage_unavailable" });
    expect(await ingest(training, [record(1)], now)).toMatchObject({ accepted: 1, seq: 1 });
  });

  it("numbers from what is stored again after an append failed", async () => {
    const { training, log } = await fakeTraining(3);
    log.fail = true;
    await expect(ingest(training, [record(1)], now)).rejects.toMatchObject({ code: "storage_unavailable" });
    expect(await ingest(training, [record(1)], now)).toMatchObject({ accepted: 1, seq: 4 });
    expect(await ingest(training, [], now)).toMatchObject({ accepted: 0, seq: 4 });
  });

  it("rejects what follows the terminal, and still takes repeats", async () => {
    const { training } = await fakeTraining();
    const batch = [record(1), record(2, { status: "completed" }), record(3)];
    const answer = await ingest(training, batch, now);
    expect(answer).toMatchObject({ accepted: 2, rejected: [{ index: 2, code: "training_ended" }] });
    expect(await ingest(training, [record(2)], now)).toMatchObject({ repeated: 1, rejected: [] });
  });

  it("takes a record that reports nothing as a heartbeat, without a place in the log", async () => {
    const { training } = await fakeTraining(1);
    const answer = await ingest(training, [good({}), good({ loss: null }), good({ what: 1 })], now);
    expect(answer).toMatchObject({ accepted: 0, repeated: 0, rejected: [], seq: 1 });
    expect(training.lastContactAtMs).toBe(now);
  });

  it("rejects an older attempt once a newer one has published", async () => {
    const { training } = await fakeTraining();
    await ingest(training, [good({ loss: 1, attempt: 2 })], now);
    expect(await ingest(training, [good({ loss: 1, attempt: 1 })], now)).toMatchObject({
      accepted: 0,
      rejected: [{ code: "stale_attempt" }],
    });
    expect(training.head.state.attempt).toBe(2);
  });

  it("records that a training is ok again in front of the report that shows it", async () => {
    const { training, report, log } = await fakeTraining(1);
    await report({ event: { kind: "health", health: "late", reason: "test" } });
    expect(training.head.state.health).toBe("late");
    expect(await ingest(training, [good({ loss: 1 })], now + 94_000)).toMatchObject({ accepted: 1, seq: 4 });
    expect(training.head.state.health).toBe("ok");
    const [event] = await log.read("run", 2, { limit: 1, maxBytes: 1e6 });
    expect(event?.text).toContain("94 s after the last update");
  });
});
