import { InvalidArgumentError } from "@commander-js/extra-typings";
import { describeIssues } from "@trainwire/protocol";
import { z } from "zod";

/** Reads an option that is a number within bounds. */
export function readNumber(schema: z.ZodNumber | z.ZodInt): (text: string) => number {
  return (text) => {
    const parsed = z.coerce.number().pipe(schema).safeParse(text);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(describeIssues(parsed.error));
  };
}

/** Reads an option that may be repeated, and whose items may be separated with commas. */
export function readList(read: (item: string) => string): (text: string, previous: string[]) => string[] {
  return (text, previous) => {
    const items = text.split(",").map((item) => item.trim());
    return [...previous, ...items.filter((item) => item !== "").map(read)];
  };
}
