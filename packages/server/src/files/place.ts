import { createHash } from "node:crypto";
import { basename, dirname, join, relative, sep } from "node:path";

/** What kind of files a training is read from. */
export type SourceKind = "json_lines" | "hugging_face" | "tensorboard";

/** The training that a file belongs to: one of a kind, named after a path that all its files share. */
export interface Place {
  readonly kind: SourceKind;
  /** Absolute. A JSON-lines file without what rotation adds to its name; else a folder. */
  readonly root: string;
}

const checkpointFolder = /^checkpoint-\d+$/;
/** With what rotation leaves behind: `.1`, `-20261122`, `.old`, `.bak`. */
const linesName = /^(.+\.(?:jsonl|ndjson))(?:\.\d+|-\d[\d-]*|\.old|\.bak)?$/;

/** The training that the file at an absolute path belongs to, or undefined if it is of no kind that is read. */
export function placeOf(path: string): Place | undefined {
  const name = basename(path);
  const folder = dirname(path);
  if (name.startsWith(".")) return undefined;
  if (name.includes(".tfevents.")) return { kind: "tensorboard", root: folder };
  if (name === "trainer_log.jsonl") return { kind: "hugging_face", root: folder };
  if (name === "trainer_state.json") {
    const root = checkpointFolder.test(basename(folder)) ? dirname(folder) : folder;
    return { kind: "hugging_face", root };
  }
  const [, lines] = linesName.exec(name) ?? [];
  return lines === undefined ? undefined : { kind: "json_lines", root: join(folder, lines) };
}

/**
 * The id of the training at a place: readable, and told apart by a hash of its kind and whole path. It is the same after
 * a restart, and whichever folder above it is watched.
 */
export function trainIdOf({ kind, root }: Place): string {
  const hash = createHash("sha256").update(`${kind}:${root}`).digest("hex").slice(0, 8);
  const readable = root
    .split(sep)
    .filter((part) => part !== "")
    .slice(-2)
    .join("-")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 100);
  return `${readable === "" ? "files" : readable}-${hash}`;
}

/** The name of the training at a place, for people: its path as seen from the folder that is watched. */
export function nameOf({ root }: Place, watched: string): string {
  const path = relative(watched, root);
  return (path === "" ? basename(root) : path).slice(0, 200);
}
