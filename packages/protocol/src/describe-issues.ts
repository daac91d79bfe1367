import type { z } from "zod";

const maxIssues = 3;
const maxPartLength = 120;

/**
 * A zod error in one line: each issue as `path: what was expected`, at most three, each part clipped, so that
 * an answer never echoes a hostile input at length.
 */
export function describeIssues(error: z.ZodError): string {
  const lines = error.issues.slice(0, maxIssues).map((issue) => {
    const path = clip(issue.path.map(String).join("."));
    return path === "" ? clip(issue.message) : `${path}: ${clip(issue.message)}`;
  });
  const more = error.issues.length - lines.length;
  return lines.join("; ") + (more > 0 ? `; and ${more} more` : "");
}

/** The error code of a value that its schema refused: `bad_id` if nothing but the id of a training is wrong. */
export function codeOfIssues(error: z.ZodError, value: unknown): "bad_id" | "bad_message" {
  const onlyId = error.issues.every(({ path: [field] }) => {
    const isId = field === "train_id" || field === "job_id";
    return isId && typeof value === "object" && value !== null && Object.hasOwn(value, field);
  });
  return onlyId ? "bad_id" : "bad_message";
}

/** The text, or its beginning and an ellipsis if it is longer than `maxLength` characters (default 120). */
export function clip(text: string, maxLength = maxPartLength): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
}
