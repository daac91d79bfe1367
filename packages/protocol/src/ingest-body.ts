import { clip } from "./describe-issues.ts";
import { parseJson } from "./json.ts";
import { limits } from "./limits.ts";

/** One record of an ingest body: its value, or why it could not be read. */
export type RawRecord =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** The outcome of `readIngestBody`. */
export type IngestBody =
  | { readonly ok: true; readonly records: readonly RawRecord[] }
  | { readonly ok: false; readonly code: "bad_json" | "too_many_records"; readonly message: string };

/**
 * Splits an ingest body into records: one JSON object, an array of them, or one per line (NDJSON). A line that
 * is not JSON spoils itself alone; a JSON body that cannot be parsed is refused whole, and so is one that holds
 * more than `limits.maxIngestRecords` records, before any of them is looked at.
 */
export function readIngestBody(text: string, format: "json" | "ndjson"): IngestBody {
  if (format === "ndjson") {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    return lines.length > limits.maxIngestRecords ? tooMany : { ok: true, records: lines.map(readRecord) };
  }
  const body = readRecord(text);
  if (!body.ok) return { ok: false, code: "bad_json", message: body.message };
  if (!Array.isArray(body.value)) return { ok: true, records: [body] };
  if (body.value.length > limits.maxIngestRecords) return tooMany;
  return { ok: true, records: body.value.map((value) => ({ ok: true, value })) };
}

const tooMany: IngestBody = {
  ok: false,
  code: "too_many_records",
  message: `the body holds more than ${limits.maxIngestRecords} records`,
};

function readRecord(text: string): RawRecord {
  try {
    return { ok: true, value: parseJson(text) };
  } catch (error) {
    return {
      ok: false,
      message: `not JSON: ${clip(error instanceof Error ? error.message : String(error))}`,
    };
  }
}
