import { expect, test } from "vitest";
import type { ProgressFields } from "./progress.ts";
import { type ReportSink, run } from "./run.ts";

const plan = { epochs: 1, batchSize: 500, hidden: 4, learningRate: 0.05, seed: 1 };

type Reported = ProgressFields & { status?: string; phase?: string };

class RecordingSink implements ReportSink {
  readonly reports: Reported[] = [];
  ended: (ProgressFields & { status: string }) | undefined;
  onReport: (fields: Reported) => void = () => {};

  report(fields: Reported): void {
    this.reports.push(fields);
    this.onReport(fields);
  }

  async finish(status: string, fields: ProgressFields): Promise<void> {
    this.ended = { ...fields, status };
  }
}

function setUp() {
  const sink = new RecordingSink();
  const stop = new AbortController();
  const lines: string[] = [];
  return {
    sink,
    stop,
    lines,
    options: { sink, reportEvery: 5, signal: stop.signal, log: (line: string) => void lines.push(line) },
  };
}

test("a training reports every stage, and its end with the final state", async () => {
  const { sink, options, lines } = setUp();
  expect(await run(plan, options)).toBe("completed");
  expect(sink.reports.map(({ status, phase, step }) => [status, phase, step])).toEqual([
    ["starting", "loading", undefined],
    ["running", "training", undefined],
    [undefined, "evaluating", 0],
    [undefined, "training", 0],
    [undefined, undefined, 5],
    [undefined, undefined, 10],
    [undefined, undefined, 15],
    [undefined, "evaluating", 17],
    [undefined, "training", 17],
  ]);
  expect(sink.ended).toMatchObject({
    status: "completed",
    step: 17,
    total_steps: 17,
    epoch: 1,
    eta_seconds: 0,
  });
  expect(sink.ended?.eval_loss).toBe(sink.reports.at(-1)?.eval_loss);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(
    /^epoch 1\/1 {2}loss \d\.\d{4} {2}held-out loss \d\.\d{4} {2}accuracy \d+\.\d\d %/,
  );
});

test("aborting ends it as cancelled after the step in progress", async () => {
  const { sink, stop, options } = setUp();
  sink.onReport = ({ step }) => step === 10 && stop.abort();
  expect(await run(plan, options)).toBe("cancelled");
  expect(sink.reports.at(-1)?.step).toBe(10);
  expect(sink.ended).toMatchObject({ status: "cancelled", step: 10 });
});

test("a training that diverges reports NaN, ends as failed and says why", async () => {
  const { sink, options } = setUp();
  await expect(run({ ...plan, learningRate: 1e200 }, options)).rejects.toThrow(/the loss is NaN at step/);
  expect(sink.reports.at(-1)?.loss).toBeNaN();
  expect(sink.ended).toMatchObject({ status: "failed", loss: Number.NaN });
});
