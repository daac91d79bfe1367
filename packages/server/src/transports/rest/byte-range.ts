import type { ByteRange } from "../../core/byte-range.ts";
import { TrainwireServerError } from "../../core/errors.ts";

/** What a request for a part says. */
interface RangeHeaders {
  readonly range?: string | undefined;
  readonly "if-range"?: string | string[] | undefined;
}

/**
 * The part of a file that a request asks for (RFC 9110, section 14), or undefined for the whole: where no part is asked
 * for, where it is of another file than `etag` names, and where several are. By hand, as range-parser 1.3 finds a
 * suffix longer than the file unsatisfiable.
 * @throws TrainwireServerError `range_not_satisfiable`
 */
export function rangeOf(
  headers: RangeHeaders,
  { bytes, etag }: { readonly bytes: number; readonly etag: string },
): ByteRange | undefined {
  const { range, "if-range": ifRange } = headers;
  // A date is too coarse to tell two contents apart.
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return undefined;
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/i.exec(range) ?? [];
  if (first === "" && last === "") return undefined;
  if (first !== "" && last !== "" && Number(first) > Number(last)) return undefined;
  const start = first === "" ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (start > end) throw new TrainwireServerError("range_not_satisfiable", undefined, { bytes });
  return { start, end };
}
