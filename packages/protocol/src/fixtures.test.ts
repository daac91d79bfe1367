/// <reference types="node" />
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseJson, parseReport, type RawRecord, readIngestBody } from "./index.ts";
import { bodySchemas, judgeBody, serverTypes, type Verdict, viewerTypes } from "./testing/bodies.ts";

interface Fixture {
  why: string;
  text?: string;
  message?: unknown;
  code?: string;
  format?: "json" | "ndjson";
}

const root = new URL("../fixtures/", import.meta.url);
const names = [...viewerTypes, ...serverTypes, ...Object.keys(bodySchemas), "report", "ingest_body"];

/** The training that the fixtures' records are sent to. */
const trainId = "job_abc123";

function fixturesOf(folder: string): [file: string, fixture: Fixture][] {
  const directory = new URL(`${folder}/`, root);
  return readdirSync(directory).map((file) => [
    file,
    JSON.parse(readFileSync(new URL(file, directory), "utf8")) as Fixture,
  ]);
}

function judge(name: string, text: string, format: "json" | "ndjson"): Verdict {
  if (name === "report") return judgeReport(text);
  return name === "ingest_body" ? judgeIngestBody(text, format) : judgeBody(name, text);
}

function judgeReport(text: string): Verdict {
  let raw: unknown;
  try {
    raw = parseJson(text);
  } catch {
    return { ok: false, code: "bad_json" };
  }
  const result = parseReport(raw, trainId);
  if (!result.ok) return result;
  const { details, attempt, producer, commandAck } = result.report;
  const message = {
    train_id: trainId,
    details,
    ...(attempt !== undefined && { attempt }),
    ...(producer && { producer_id: producer.id, producer_seq: producer.seq }),
    ...(commandAck && { command_ack: commandAck }),
  };
  return { ok: true, message };
}

function judgeIngestBody(text: string, format: "json" | "ndjson"): Verdict {
  const body = readIngestBody(text, format);
  if (!body.ok) return { ok: false, code: "bad_json" };
  return { ok: true, message: { format, train_id: trainId, outcomes: body.records.map(outcomeOf) } };
}

function outcomeOf(record: RawRecord): unknown {
  if (!record.ok) return { code: "bad_json" };
  const result = parseReport(record.value, trainId);
  return result.ok ? { details: result.report.details } : { code: result.code };
}

describe.each(names)("fixtures of %s", (name) => {
  const valid = fixturesOf(`valid/${name}`);
  const invalid = fixturesOf(`invalid/${name}`);

  it("there are at least three of each kind, and each says why", () => {
    expect(valid.length).toBeGreaterThanOrEqual(3);
    expect(invalid.length).toBeGreaterThanOrEqual(3);
    for (const [, { why }] of [...valid, ...invalid]) expect(why).toMatch(/\w.*[.?]$/);
  });

  it.each(valid)("valid: %s", (_file, { text, message }) => {
    const format = (message as { format?: "json" | "ndjson" }).format ?? "json";
    expect(judge(name, text ?? JSON.stringify(message), format)).toEqual({ ok: true, message });
  });

  it.each(invalid)("invalid: %s", (_file, { text, code, format }) => {
    expect(text).toBeTypeOf("string");
    expect(judge(name, text ?? "", format ?? "json")).toMatchObject({ ok: false, code });
  });
});

describe("fixtures as a whole", () => {
  it.each(["valid", "invalid"])("%s/ has a folder for every message and body, and no other", (kind) => {
    expect(readdirSync(new URL(kind, root)).sort()).toEqual([...names].sort());
  });

  it("hold the first seed document's 14 fields to the letter", () => {
    const seed = {
      job_id: "job_abc123",
      status: "running",
      progress: 45.5,
      current_epoch: 2,
      total_epochs: 3,
      current_step: 500,
      total_steps: 1000,
      loss: 0.234,
      eval_loss: 0.189,
      samples_per_second: 3.2,
      gpu_memory_allocated_gb: 18.5,
      eta_seconds: 1200,
      timestamp: "2025-11-06T12:30:00Z",
      complete: false,
    };
    const fixture = (folder: string): Fixture | undefined =>
      fixturesOf(folder).find(([file]) => file === "seed.json")?.[1];
    expect(JSON.parse(fixture("valid/report")?.text ?? "")).toStrictEqual(seed);
    expect(fixture("valid/flat_message")?.message).toMatchObject(seed);
    expect(fixture("valid/training_update")?.message).toMatchObject({
      data: { progress: 45, status: "running" },
    });
  });
});
