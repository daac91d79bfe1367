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

/** The text, or its beginning and an ellipsis if it is longer than `maxLength` characters (default 120). */
export function clip(text: string, maxLength = maxPartLength): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
}
