import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32c } from "@node-rs/crc32";
import { describe, expect, it } from "vitest";
import type { Cut, Cutter } from "./formats/cut.ts";
import { readEvent } from "./formats/event.ts";
import { readLine, tellsOfTraining } from "./formats/json-lines.ts";
import { lineCutter, maxLineBytes } from "./formats/lines.ts";
import { ScalarReports } from "./formats/scalars.ts";
import { recordCutter } from "./formats/tf-records.ts";
import { readLogLine } from "./formats/trainer-log.ts";

const events = join(import.meta.dirname, "../../fixtures/files/event-files");

function maskedCrc(bytes: Buffer): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** Cuts a whole file, given so many bytes at a time as they are written. */
function cutAll(cut: Cutter, bytes: Buffer, stride: number): Cut["pieces"][number][] {
  let position = 0;
  const pieces = [];
  for (let size = 0; size < bytes.length; ) {
    size = Math.min(bytes.length, size + stride);
    const { pieces: more, consumed } = cut(bytes.subarray(position, size), { position, isEnd: false });
    pieces.push(...more);
    position += consumed;
  }
  return pieces;
}

describe("lines", () => {
  it("are the same however they come in", () => {
    const bytes = Buffer.from('{"a":"ü"}\n\r\n{"b":2}\n{"partial"');
    for (const stride of [1, 2, 7, 100]) {
      const pieces = cutAll(lineCutter(), bytes, stride);
      expect(pieces.map((piece) => piece.bytes.toString())).toEqual(['{"a":"ü"}', "\r", '{"b":2}']);
      expect(pieces.at(-1)?.end).toBe(bytes.indexOf('{"partial"'));
    }
  });

  it("that are too long are leapt over, and named once", () => {
    const bytes = Buffer.from(`{"a":1}\n"${"x".repeat(maxLineBytes * 2)}"\n{"b":2}\n`);
    const pieces = cutAll(lineCutter(), bytes, 256 * 1024);
    expect(pieces.map((piece) => piece.bytes.toString().slice(0, 7))).toEqual([
      '{"a":1}',
      '"xxxxxx',
      '{"b":2}',
    ]);
  });
});

describe("a progress file's line", () => {
  it("takes the SDK's short names, and other numbers as metrics", () => {
    expect(
      readLine('{"step":3,"epoch":0.5,"lr":1e-4,"reward":2,"note":"x","ok":true,"metrics":{"f1":0.5}}'),
    ).toEqual({
      current_step: 3,
      current_epoch: 0.5,
      learning_rate: 1e-4,
      metrics: { reward: 2, f1: 0.5 },
    });
  });

  it.each([
    ['{"loss":1}', true],
    ['{"status":"running"}', true],
    ['{"step":1,"loss":NaN,"job_id":"x"}', true],
    ['{"text":"a","label":1}', false],
    ['{"status":"published","id":7}', false],
    ['{"timestamp":"2026-01-01T00:00:00Z"}', false],
  ])("%s tells of a training: %s", (text, tells) => {
    expect(tellsOfTraining(readLine(text) ?? {})).toBe(tells);
  });
});

describe("a line of LLaMA-Factory's log", () => {
  it("is a report with its times in seconds", () => {
    const line =
      '{"current_steps": 10, "total_steps": 40, "loss": 2.1, "lr": 4e-05, "epoch": 0.5, "percentage": 25.0, "elapsed_time": "0:01:10", "remaining_time": "1 day, 0:03:30", "throughput": 512.5, "total_tokens": 9000}';
    expect(readLogLine(line)).toEqual({
      current_step: 10,
      total_steps: 40,
      loss: 2.1,
      learning_rate: 4e-5,
      current_epoch: 0.5,
      progress: 25,
      elapsed_seconds: 70,
      eta_seconds: 86_610,
      tokens_per_second: 512.5,
      metrics: { total_tokens: 9000 },
    });
  });
});

describe("TensorBoard's event files", () => {
  const files = readdirSync(events)
    .sort()
    .map((name) => readFileSync(join(events, name)));
  const first = files[0] ?? Buffer.alloc(0);

  it("give the same records however they come in", () => {
    const whole = cutAll(recordCutter(), first, first.length).map(({ end }) => end);
    expect(whole.at(-1)).toBe(first.length);
    for (const stride of [1, 13, 64]) {
      expect(cutAll(recordCutter(), first, stride).map(({ end }) => end)).toEqual(whole);
    }
  });

  it("give reports by step, in the old form and the new, and a resumed run goes back", () => {
    const reports = new ScalarReports();
    const made = files.flatMap((file) => {
      const pieces = cutAll(recordCutter(), file, file.length);
      return [...pieces.flatMap(({ bytes, end }) => reports.add(readEvent(bytes), end)), ...reports.flush()];
    });
    const told = made.map(({ fields }) => [fields["current_step"], fields["loss"], fields["metrics"]]);
    expect(told.slice(0, 3)).toEqual([
      [1, 2, { accuracy: 0.125 }],
      [undefined, undefined, { "weights/by_epoch": 0.5 }],
      [2, 1, { accuracy: 0.25 }],
    ]);
    expect(told.slice(-2)).toEqual([
      [5, 0.25, undefined],
      [6, "NaN", undefined],
    ]);
    expect(made.every(({ fields }) => typeof fields["timestamp"] === "string")).toBe(true);
  });

  it("lose a record whose data are damaged, and end at a damaged length", () => {
    const ends = cutAll(recordCutter(), first, first.length).map(({ end }) => end);
    const second = ends[0] ?? 0;
    const spoiled = Buffer.from(first);
    spoiled[second + 14] = ~(spoiled[second + 14] ?? 0);
    expect(cutAll(recordCutter(), spoiled, first.length).map(({ end }) => end)).toEqual(ends.toSpliced(1, 1));
    spoiled[second] = ~(spoiled[second] ?? 0);
    const cut = recordCutter()(spoiled, { position: 0, isEnd: false });
    expect(cut).toMatchObject({ consumed: second, broken: `the length at byte ${second} is damaged` });
  });

  it("leap over what is too large to be a scalar", () => {
    const ends = cutAll(recordCutter(), first, first.length).map(({ end }) => end);
    const second = ends[0] ?? 0;
    const large = Buffer.alloc(5 * 1024 * 1024 + 16);
    large.writeBigUInt64LE(BigInt(5 * 1024 * 1024));
    large.writeUInt32LE(maskedCrc(large.subarray(0, 8)), 8);
    const file = Buffer.concat([first.subarray(0, second), large, first.subarray(second)]);
    const found = cutAll(recordCutter(), file, 256 * 1024).map(({ end }) => end);
    expect(found).toEqual(ends.map((end) => (end > second ? end + large.length : end)));
  });
});
