import { describe, expect, it, vi } from "vitest";
import { fakeTraining } from "../testing/fake-training.ts";
import { settleCommand, tellTraining } from "./command-desk.ts";
import { TrainwireServerError } from "./errors.ts";
import { ingest } from "./ingest.ts";
import type { Runner } from "./runner.ts";
import { Slices } from "./slices.ts";

const nowMs = Date.parse("2026-01-01T00:00:00Z");
const unavailable = { code: "storage_unavailable" };

/** A training that runs, told things by way of a runner, and what is stored of that. */
async function toldTraining(overrides: Partial<Runner> = {}) {
  const { training, log, commands, report } = await fakeTraining();
  await report({ status: "running" });
  const runner: Runner = { runs: () => false, admit: () => {}, carryOut: async () => {}, ...overrides };
  return {
    training,
    log,
    commands,
    tell: (name: "pause" | "resume" | "cancel", command_id = "c1") =>
      tellTraining(training, { name, command_id }, { runner, nowMs }),
    answer: (state: string) => {
      const value = { command_ack: { command_id: "c1", state }, producer_id: "p", producer_seq: 1 };
      return ingest(training, [{ ok: true, value }], { nowMs, slices: new Slices() });
    },
    stored: () => commands.stored.get("run")?.value.commands.map(({ name, state }) => `${name} ${state}`),
    events: async () => {
      const updates = await log.read("run", 0, { limit: 99, maxBytes: 1e6 });
      return updates.flatMap(({ text }) => /"state":"(\w+)"/.exec(text)?.[1] ?? []);
    },
  };
}

describe("where storing fails", () => {
  it("a command of which nothing was stored is none", async () => {
    const told = await toldTraining();
    told.log.fail = true;
    await expect(told.tell("pause")).rejects.toMatchObject(unavailable);
    expect(told.training.commands).toEqual([]);
    expect(await told.tell("pause")).toMatchObject({ state: "open" });
    expect(await told.events()).toEqual(["open"]);
  });

  it("a command whose event alone was stored is stored when it is asked again", async () => {
    const told = await toldTraining();
    told.commands.failsToWrite = true;
    await expect(told.tell("pause")).rejects.toMatchObject(unavailable);
    expect(told.stored()).toBeUndefined();
    expect(await told.tell("pause")).toMatchObject({ state: "open" });
    expect([told.stored(), await told.events()]).toEqual([["pause open"], ["open"]]);
  });

  it("an answer whose event alone was stored is stored with the repeat of its record", async () => {
    const told = await toldTraining();
    await told.tell("pause");
    told.commands.failsToWrite = true;
    await expect(told.answer("done")).rejects.toMatchObject(unavailable);
    expect(told.stored()).toEqual(["pause open"]);
    expect(await told.answer("done")).toMatchObject({ accepted: 0, repeated: 1 });
    expect([told.stored(), await told.events()]).toEqual([["pause done"], ["open", "done"]]);
  });

  it("an answer that the log lost counts when its record comes again", async () => {
    const told = await toldTraining();
    await told.tell("pause");
    told.log.fail = true;
    await expect(told.answer("done")).rejects.toMatchObject(unavailable);
    expect(told.training.openCommands).toHaveLength(1);
    expect(await told.answer("done")).toMatchObject({ accepted: 1, commands: [] });
    expect(told.stored()).toEqual(["pause done"]);
  });
});

describe("a training that the server runs", () => {
  it("is told nothing that its runner refuses", async () => {
    const refuse = () => {
      throw new TrainwireServerError("queue_full");
    };
    const told = await toldTraining({ runs: () => true, admit: refuse });
    await expect(told.tell("pause")).rejects.toMatchObject({ code: "queue_full" });
    expect([told.training.commands, await told.events()]).toEqual([[], []]);
  });

  it("has its commands carried out by the runner once they are stored, and answered as they stand then", async () => {
    const told = await toldTraining({
      runs: () => true,
      carryOut: async (training, { command_id: commandId, state }) => {
        expect([state, training.openCommands.length]).toEqual(["open", 1]);
        await settleCommand(training, { commandId, state: "refused", reason: "no" }, nowMs);
        await settleCommand(training, { commandId, state: "done" }, nowMs);
      },
    });
    expect(await told.tell("pause")).toMatchObject({ state: "refused", reason: "no" });
    expect([told.stored(), await told.events()]).toEqual([["pause refused"], ["open", "refused"]]);
  });

  it("troubles its runner with no command that is done or was asked before", async () => {
    const carryOut = vi.fn(async () => {});
    const told = await toldTraining({ runs: () => true, carryOut });
    await told.tell("resume");
    await told.tell("resume");
    expect(carryOut).not.toHaveBeenCalled();
    await told.tell("cancel", "c2");
    await told.tell("cancel", "c3");
    expect(carryOut).toHaveBeenCalledTimes(1);
  });
});
