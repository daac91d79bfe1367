import { createHash } from "node:crypto";
import { ArtifactPath } from "@trainwire/protocol";
import { Header } from "tar";
import type { PeerAnswer, PeerRequest } from "./mutation.ts";
import { refusal } from "./refusal.ts";
import type { TrainingLog } from "./store.ts";

/** The one recipe of the peer: it completes at once, and leaves two artifacts. */
export const referenceRecipe = "leaves-files";

/** What the recipe leaves. */
export function recipeArtifacts(): Map<string, Buffer> {
  return new Map([
    ["checkpoints/step-1.pt", Buffer.from(Array.from({ length: 700 }, (_, index) => index % 251))],
    ["model.bin", Buffer.from("the weights of a model")],
  ]);
}

/** Serves `…/artifacts`, `…/artifacts/{path}` and `…/archive`. */
export function serveArtifacts(request: PeerRequest, log: TrainingLog, below: string): PeerAnswer {
  if (below === "/archive") return archive(request, log);
  if (below === "/artifacts") return list(log);
  const path = ArtifactPath.safeParse(decodeURIComponent(below.slice("/artifacts/".length)));
  if (!path.success) return refusal("bad_message");
  const bytes = log.artifacts.get(path.data);
  if (!bytes) return refusal("not_found");
  if (request.method !== "DELETE") return send(request, bytes);
  log.artifacts.delete(path.data);
  return { status: 204 };
}

function list({ artifacts }: TrainingLog): PeerAnswer {
  const listed = [...artifacts].map(([path, { length }]) => ({
    path,
    kind: path.startsWith("checkpoints/") ? "checkpoint" : "model",
    bytes: length,
    modified_at: "2026-01-01T00:00:00.000Z",
    content_type: "application/octet-stream",
  }));
  const total_bytes = listed.reduce((sum, { bytes }) => sum + bytes, 0);
  return { status: 200, body: { artifacts: listed, total_bytes } };
}

function send({ method, headers: asked }: PeerRequest, bytes: Buffer): PeerAnswer {
  const etag = `"${createHash("sha256").update(bytes).digest("hex")}"`;
  if (asked["if-none-match"]?.includes(etag)) return { status: 304, headers: { etag } };
  const headers = {
    etag,
    "content-type": "application/octet-stream",
    "content-disposition": "attachment",
    "x-content-type-options": "nosniff",
  };
  const mayPart = method === "GET" && (asked["if-range"] ?? etag) === etag;
  const [, first, last] = (mayPart && /^bytes=(\d*)-(\d*)$/.exec(asked.range ?? "")) || [];
  if (first === undefined || last === undefined) return whole(bytes, headers);
  const size = bytes.length;
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  if (from >= to) {
    return { ...refusal("range_not_satisfiable"), headers: { "content-range": `bytes */${size}` } };
  }
  const part = { ...headers, "content-range": `bytes ${from}-${to - 1}/${size}` };
  return { ...whole(bytes.subarray(from, to), part), status: 206 };
}

function whole(bytes: Buffer, headers: Record<string, string>): PeerAnswer {
  return { status: 200, headers: { ...headers, "content-length": String(bytes.length) }, body: bytes };
}

function archive({ query }: PeerRequest, { artifacts }: TrainingLog): PeerAnswer {
  const under = query.get("under");
  if (under !== null && !ArtifactPath.safeParse(under).success) return refusal("bad_message");
  const packed = [...artifacts].filter(([path]) => under === null || path.startsWith(`${under}/`));
  if (under !== null && packed.length === 0) return refusal("not_found");
  const blocks = packed.flatMap(([path, bytes]) => {
    const header = new Header({ path, size: bytes.length, mode: 0o644, mtime: new Date(0), type: "File" });
    header.encode();
    return [header.block ?? Buffer.alloc(0), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  const body = Buffer.concat([...blocks, Buffer.alloc(1024)]);
  return { status: 200, headers: { "content-type": "application/x-tar" }, body };
}
