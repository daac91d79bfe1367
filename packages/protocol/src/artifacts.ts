import { z } from "zod";
import { openEnum } from "./open-enum.ts";

/**
 * The path of an artifact below its training's folder: segments joined by `/`, none of them empty, `.` or `..`, and
 * without backslashes, control characters or halves of surrogate pairs.
 */
export const ArtifactPath = z
  .string()
  .min(1)
  .max(1024)
  .regex(
    // oxlint-disable-next-line no-control-regex -- control characters are what it keeps out
    /^(?!\.{1,2}(?:\/|$))[^\\/\u0000-\u001f\u007f\ud800-\udfff]+(?:\/(?!\.{1,2}(?:\/|$))[^\\/\u0000-\u001f\u007f\ud800-\udfff]+)*$/u,
    "must be a relative path without '.', '..', backslashes or control characters",
  );

/** A checkpoint that its trainer has finished writing, as it reports it. */
export const Checkpoint = z.object({
  /** Below the training's folder of artifacts. */
  path: ArtifactPath,
  /** The last step that it includes: a run that resumes from it goes on with the next. */
  step: z.int().min(0).optional(),
});
/** A checkpoint that its trainer has finished writing. */
export type Checkpoint = z.infer<typeof Checkpoint>;

/** A file that a training has left for its users. */
export const Artifact = z.object({
  path: ArtifactPath,
  kind: openEnum(["checkpoint", "model", "file"]),
  bytes: z.int().min(0),
  /** RFC 3339 UTC. */
  modified_at: z.string(),
  content_type: z.string(),
  /** In hexadecimal; absent until somebody needed it. */
  sha256: z.string().optional(),
  /** Of a checkpoint: the last step that it includes. */
  step: z.int().min(0).optional(),
});
/** A file that a training has left for its users. */
export type Artifact = z.infer<typeof Artifact>;

/** Answer of `GET /trainings/{id}/artifacts`: by path. */
export const ArtifactList = z.object({
  artifacts: z.array(Artifact),
  total_bytes: z.int().min(0),
});
/** Answer of `GET /trainings/{id}/artifacts`: by path. */
export type ArtifactList = z.infer<typeof ArtifactList>;

/** Query of `GET /trainings/{id}/archive`. */
export const ArchiveQuery = z.object({
  /** The folder to pack; all artifacts if absent. */
  under: ArtifactPath.optional(),
});
/** Query of `GET /trainings/{id}/archive`. */
export type ArchiveQuery = z.infer<typeof ArchiveQuery>;
