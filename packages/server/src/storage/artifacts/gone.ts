import { TrainwireServerError } from "../../core/errors.ts";

/** What the system says of a name that leads to nothing that is served: none, a link, or not for the server. */
const codes: ReadonlySet<unknown> = new Set([
  "ENOENT",
  "ENOTDIR",
  "EISDIR",
  "ELOOP",
  "ENAMETOOLONG",
  "ENXIO",
  "EACCES",
]);

/** Whether an error says that there is nothing of a name. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && codes.has(error.code);
}

/** @throws TrainwireServerError `not_found` for an error that says so; any other as it is. */
export function throwAsNotFound(error: unknown): never {
  if (!isGone(error)) throw error;
  const message = "there is no file of this name, or none that the server may read";
  throw new TrainwireServerError("not_found", message);
}

/** Whether an error is the answer that there is nothing of a name. */
export function isNotFound(error: unknown): boolean {
  return error instanceof TrainwireServerError && error.code === "not_found";
}
