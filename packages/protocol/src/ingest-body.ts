import { clip } from "./describe-issues.ts";
import { parseJson } from "./json.ts";
import { limits } from "./limits.ts";

/** One record of an ingest body: its value, or why it could not be read. */
export type RawRecord =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

interface BodyProblem {
  readonly ok: false;
  readonly code: "bad_json" | "too_many_records";
  readonly message: string;
}

/** The outcome of `readIngestBody`. */
export type IngestBody = { readonly ok: true; readonly records: readonly RawRecord[] } | BodyProblem;

/** The outcome of `openIngestBody`. Each line of NDJSON is parsed when its turn comes. */
export type OpenedIngestBody =
  | { readonly ok: true; readonly count: number; readonly records: Iterable<RawRecord> }
  | BodyProblem;

/**
 * Splits an ingest body into records: one JSON object, an array of them, or one per line (NDJSON). A line that
 * is not JSON spoils itself alone; a JSON body that cannot be parsed is refused whole, and so is one that holds
 * more than `limits.maxIngestRecords` records, before any of them is looked at.
 */
export function readIngestBody(text: string, format: "json" | "ndjson"): IngestBody {
  const body = openIngestBody(text, format);
  return body.ok ? { ok: true, records: [...body.records] } : body;
}

/** As `readIngestBody`, for a reader that does other things between one record and the next. */
export function openIngestBody(text: string, format: "json" | "ndjson"): OpenedIngestBody {
  if (format === "ndjson") {
    const lines = linesOf(text);
    return lines ? { ok: true, count: lines.length, records: readEach(lines) } : tooMany;
  }
  const body = readRecord(text);
  if (!body.ok) return { ok: false, code: "bad_json", message: body.message };
  const { value } = body;
  if (!Array.isArray(value)) return { ok: true, count: 1, records: [body] };
  if (value.length > limits.maxIngestRecords) return tooMany;
  return {
    ok: true,
    count: value.length,
    records: value.map((each: unknown) => ({ ok: true, value: each })),
  };
}

const tooMany: BodyProblem = {
  ok: false,
  code: "too_many_records",
  message: `the body holds more than ${limits.maxIngestRecords} records`,
};

/** The lines that are not blank, or undefined if they are too many. Blank ones are leapt over, however many. */
function linesOf(text: string): string[] | undefined {
  const lines: string[] = [];
  const visible = /\S/g;
  for (let found = visible.exec(text); found !== null; found = visible.exec(text)) {
    if (lines.length === limits.maxIngestRecords) return undefined;
    const end = text.indexOf("\n", found.index);
    const start = text.lastIndexOf("\n", found.index) + 1;
    lines.push(text.slice(start, end === -1 ? text.length : end));
    visible.lastIndex = end === -1 ? text.length : end;
  }
  return lines;
}

function* readEach(lines: readonly string[]): Generator<RawRecord> {
  for (const line of lines) yield readRecord(line);
}

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
