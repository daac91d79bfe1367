import { codeOfIssues, describeIssues } from "../describe-issues.ts";
import type { RegisteredMessage } from "../registry.ts";
import { Batch } from "./messages.ts";

/**
 * What the second version says otherwise than the first. Beside the list of messages and not in it: a draft may
 * change in any way, so the change checker holds nobody to it. It moves there when the version is released.
 */
export const draftMessages: readonly RegisteredMessage[] = [
  {
    name: "batch",
    writer: "server",
    reader: "viewer",
    carrier: "socket",
    schema: Batch,
    read: (text) => {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        return { kind: "invalid", code: "bad_json", message: "the frame is not JSON" };
      }
      const parsed = Batch.safeParse(value);
      if (parsed.success) return { kind: "message", message: parsed.data };
      return {
        kind: "invalid",
        code: codeOfIssues(parsed.error, value),
        message: describeIssues(parsed.error),
      };
    },
  },
];
