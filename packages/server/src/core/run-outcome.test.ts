import { describe, expect, it } from "vitest";
import { type EndedAttempt, memoryOf, outcomeOf, whyEnded } from "./run-outcome.ts";
import type { StageAt } from "./run-stage.ts";

const crashed: StageAt<"clearing"> = { at: "clearing", exit: { code: 1 }, stopped: null };
const base: EndedAttempt = {
  attempt: 2,
  clearing: crashed,
  status: "running",
  isComplete: false,
  printed: "a\nRuntimeError: bad\n",
  isCancelWanted: false,
  isPauseWanted: false,
  hasCheckpoint: true,
  mayRetry: false,
};
const traceback = 'Traceback (most recent call last):\n  File "train.py", line 3, in <module>\n    step()\n';
const stoppedBy = (outcome: "cancelled" | "failed" | "crashed", signal: "TERM" | "KILL" | null) => ({
  ...crashed,
  stopped: { why: "enough", outcome, signal },
});

describe("what becomes of a training when an attempt has ended", () => {
  it.each<[string, Partial<EndedAttempt>, object]>([
    ["it said itself that it has ended", { isComplete: true }, { next: "over" }],
    [
      "it paused and its process went",
      { status: "paused", clearing: { ...crashed, exit: { code: 0 } } },
      { next: "resting" },
    ],
    [
      "it paused and crashed then",
      { status: "paused" },
      { next: "resting", status: "paused", reason: "attempt 2 ended with exit code 1: RuntimeError: bad" },
    ],
    [
      "it crashed behind a checkpoint",
      {},
      { next: "resting", status: "paused", reason: "attempt 2 ended with exit code 1: RuntimeError: bad" },
    ],
    ["it crashed without one", { hasCheckpoint: false }, { next: "over", status: "failed" }],
    ["it may try again", { mayRetry: true, hasCheckpoint: false }, { next: "queued", status: "queued" }],
    [
      "it may, but was to be paused",
      { mayRetry: true, isPauseWanted: true },
      { next: "resting", status: "paused" },
    ],
    [
      "it could not be started",
      { mayRetry: true, hasCheckpoint: false, clearing: { ...crashed, failure: "no image" } },
      { next: "over", status: "failed", reason: /^attempt 2 could not be started: no image/ },
    ],
    [
      "it obeyed the cancel without a word",
      { clearing: stoppedBy("cancelled", null) },
      { next: "over", status: "cancelled", reason: "enough" },
    ],
    [
      "it took KILL to cancel it",
      { clearing: stoppedBy("cancelled", "KILL") },
      { next: "over", status: "cancelled", reason: "enough, and was ended by KILL" },
    ],
    [
      "it ran over its time",
      { clearing: stoppedBy("failed", "TERM"), mayRetry: true },
      { next: "over", status: "failed", reason: "enough, and was ended by TERM" },
    ],
    [
      "it was cancelled as it crashed",
      { isCancelWanted: true, mayRetry: true },
      { next: "over", status: "cancelled" },
    ],
    [
      "the server that stopped ended it",
      { clearing: stoppedBy("crashed", "TERM"), mayRetry: true },
      { next: "resting", status: "paused", reason: "attempt 2 ended: enough" },
    ],
  ])("%s", (_name, changed, outcome) => {
    const expected = Object.fromEntries(
      Object.entries(outcome).map(([key, value]) => [
        key,
        value instanceof RegExp ? expect.stringMatching(value) : value,
      ]),
    );
    expect(outcomeOf({ ...base, ...changed })).toMatchObject(expected);
  });

  it("names signals, memory and the last line, without what a terminal would not show", () => {
    const why = (code: number | undefined, printed = "") =>
      whyEnded({ ...base, printed, clearing: { ...crashed, exit: code === undefined ? {} : { code } } });
    expect(why(139)).toBe("attempt 2 ended with exit code 139, signal SEGV");
    expect(why(137, "step 9")).toBe("attempt 2 was killed (KILL), perhaps for want of memory: step 9");
    expect(why(undefined)).toBe("attempt 2 ended with an exit code that nobody knows");
    expect(why(3, "x\n\u001b[31mred\u001b[0m\tline\ud800\n\n")).toBe(
      "attempt 2 ended with exit code 3: red  line\ufffd",
    );
    expect(why(1, "y".repeat(5000)).length).toBeLessThan(400);
  });

  it.each<[string, StageAt<"clearing">["exit"], string, string | undefined]>([
    ["the platform says so", { code: 1, out_of_memory: true }, "", "memory"],
    ["CUDA says so", { code: 1 }, "torch.OutOfMemoryError: CUDA out of memory. Tried", "GPU memory"],
    ["Python says so", { code: 1 }, `${traceback}MemoryError\n`, "memory"],
    [
      "NumPy says so",
      { code: 1 },
      `${traceback}numpy._core._exceptions._ArrayMemoryError: Unable to allocate 7.28 TiB\n`,
      "memory",
    ],
    [
      "its error is behind a bar of progress, and not the last that it printed",
      { code: 1 },
      `50%|##  |${traceback}torch.cuda.OutOfMemoryError: CUDA out of memory.\nsaved the log\n`,
      "GPU memory",
    ],
    ["C++ says so", { code: 134 }, "terminate called\n  what():  std::bad_alloc\n", "memory"],
    ["it survived", { code: 0 }, "CUDA out of memory", undefined],
    [
      "it got over that, and another error ended it",
      { code: 1 },
      `CUDA out of memory; halving batch\n${traceback}MemoryError\n${traceback}FileNotFoundError: no x\n`,
      undefined,
    ],
    ["it only spoke of it", { code: 1 }, "CUDA out of memory; halving batch\nbad data\n", undefined],
    ["somebody killed it", { code: 137 }, "", undefined],
    ["nothing says so", { code: 1 }, "loss is out of range", undefined],
  ])("judges by the end alone whether memory ran out: %s", (_name, exit, printed, memory) => {
    expect(memoryOf({ exit }, printed)).toBe(memory);
  });
});
