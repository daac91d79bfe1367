import { initialState, nextState, updateOf } from "@trainwire/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryLog } from "../testing/memory-log.ts";
import { noHoldings } from "../testing/no-holdings.ts";
import { ArtifactRetention } from "./artifact-retention.ts";
import { TrainwireServerError } from "./errors.ts";
import { Housekeeping } from "./housekeeping.ts";
import type { Records } from "./records.ts";
import type { Training } from "./training.ts";
import type { TrainingRecord } from "./training-record.ts";
import type { Trainings } from "./trainings.ts";

const record = {
  train_id: "run",
  name: null,
  tags: [],
  config: null,
  created_at: "2026-01-01T00:00:00.000Z",
  notes: null,
  retention: null,
};

/** A log of `count` updates, one an hour, the last of them now. */
async function hourly(log: MemoryLog, count: number): Promise<void> {
  let { state } = await log.create("run", initialState("run", "s"));
  for (let hour = count - 1; hour >= 0; hour -= 1) {
    const received_at = new Date(Date.now() - hour * 3_600_000).toISOString();
    const afterSeq = state.seq;
    state = nextState(state, { details: { loss: hour }, received_at });
    const updates = [{ seq: state.seq, text: JSON.stringify(updateOf(state, { loss: hour })) }];
    await log.append({ trainId: "run", afterSeq, updates, state, keyframes: [], producers: new Map() });
  }
}

describe("housekeeping", () => {
  let log: MemoryLog;
  const onError = vi.fn();
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-03-01T00:00:00Z") });
    log = new MemoryLog();
  });
  afterEach(() => {
    vi.useRealTimers();
    onError.mockReset();
  });

  function keep(days: number) {
    const records = {
      list: async (_limit: number, cursor?: string) =>
        cursor === undefined ? [{ version: 1, value: record, cursor: "1" }] : [],
    } as unknown as Records<TrainingRecord>;
    const trainings = {
      onChange: () => () => undefined,
      announceTrim: () => undefined,
    } as unknown as Trainings;
    const artifacts = new ArtifactRetention({ holdings: noHoldings, log, limits: {}, isHeld: () => false });
    return new Housekeeping({ log, records, trainings, retention: { days }, artifacts, onError });
  }
  const firstSeq = async () => (await log.head("run"))?.firstSeq;

  it("leaves the folder of a training that was deleted until its trainer has ended", async () => {
    const removed: string[] = [];
    const holdings = { ...noHoldings, remove: async (trainId: string) => void removed.push(trainId) };
    const held = new Set(["run"]);
    const artifacts = new ArtifactRetention({ holdings, log, limits: {}, isHeld: (id) => held.has(id) });
    artifacts.note({ id: "run", isDeleted: true } as Training);
    await artifacts.removeDeleted();
    expect(removed).toEqual([]);
    held.clear();
    await artifacts.removeDeleted();
    await artifacts.removeDeleted();
    expect(removed).toEqual(["run"]);
  });

  it("trims by age at the start and again each hour, without a report", async () => {
    await hourly(log, 100);
    const housekeeping = keep(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await firstSeq()).toBe(100 - 48);
    await vi.advanceTimersByTimeAsync(1_800_000);
    expect(await firstSeq()).toBe(100 - 48);
    await vi.advanceTimersByTimeAsync(3 * 3_600_000);
    expect(await firstSeq()).toBeGreaterThan(100 - 48 + 1);
    await housekeeping.close();
    expect(vi.getTimerCount()).toBe(0);
    expect(onError).not.toHaveBeenCalled();
  });

  it("tries again some time after a failure", async () => {
    await hourly(log, 100);
    vi.spyOn(log, "trim").mockRejectedValueOnce(new TrainwireServerError("storage_unavailable"));
    const housekeeping = keep(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onError).toHaveBeenCalledOnce();
    expect(await firstSeq()).toBe(1);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await firstSeq()).toBe(100 - 48 + 1);
    await housekeeping.close();
  });
});
