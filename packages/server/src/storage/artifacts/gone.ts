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

/** Whether an error says that there is nothing of a name: one of the system, or the answer `not_found`. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && (codes.has(error.code) || error.code === "not_found");
}

/** What a rejection that says so is caught with. Any other goes on. */
export function unlessGone(error: unknown): undefined {
  if (!isGone(error)) throw error;
}

/** @throws TrainwireServerError `not_found` for an error that says so; any other as it is. */
export function throwAsNotFound(error: unknown): never {
  if (!isGone(error)) throw error;
  const message = "there is no file of this name, or none that the server may read";
  throw new TrainwireServerError("not_found", message);
}
