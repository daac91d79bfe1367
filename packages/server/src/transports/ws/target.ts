import { describeIssues, FlatQuery, TrainId } from "@trainwire/protocol";
import { TrainwireServerError } from "../../core/errors.ts";
import type { Position } from "../../core/position.ts";

/** What a handshake asks for. */
export type Target =
  | { readonly kind: "viewer" }
  | { readonly kind: "flat"; readonly trainId: string; readonly position?: Position };

const flatPath = /^\/ws\/training\/([^/]+)$/;
/**
 * Reads the address of a handshake.
 * @throws TrainwireServerError `not_found`, `bad_id` or `bad_message`
 */
export function readTarget(address: string): Target {
  const url = URL.parse(address, "http://server");
  if (url?.pathname === "/ws") return { kind: "viewer" };
  const segment = url && flatPath.exec(url.pathname)?.[1];
  if (!url || segment === undefined || segment === null) throw new TrainwireServerError("not_found");
  const trainId = TrainId.safeParse(decode(segment));
  if (!trainId.success) throw new TrainwireServerError("bad_id");
  const query = FlatQuery.safeParse(Object.fromEntries(url.searchParams));
  if (!query.success) throw new TrainwireServerError("bad_message", describeIssues(query.error));
  const { after_seq, stream_id } = query.data;
  return {
    kind: "flat",
    trainId: trainId.data,
    ...(after_seq !== undefined && { position: { afterSeq: after_seq, streamId: stream_id } }),
  };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
