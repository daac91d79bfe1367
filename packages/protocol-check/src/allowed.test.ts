import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { markAllowed, markAllowedLints, readAllowed, staleEntries } from "./allowed.ts";
import { bumpOf, type Change, changeOf } from "./change.ts";
import type { LintFinding } from "./lint/lint-message.ts";
import { copyProtocol } from "./testing/protocol-copy.ts";

const breaking: Change = changeOf({
  id: "ping/id/value_removed",
  area: "message",
  subject: "ping",
  path: "id",
  text: "changed",
  impacts: [{ direction: "old_to_new", class: "breaking", who: "old", says: "breaks" }],
});
const reason = "nobody ever wrote it";
const lint: LintFinding = {
  lint: "closed_list",
  message: "welcome",
  path: "a.nonfinite[].value",
  says: "closed",
};

function allowedLint(message: string, path: string) {
  return { lints: [{ lint: "closed_list" as const, message, path, reason }], changes: [] };
}

describe("the list of allowed things", () => {
  const allowed = { lints: [], changes: [{ change: breaking.id, from: "0.9", reason }] };

  it("lets a breaking change pass from the version it names, as an addition", () => {
    const marked = markAllowed(allowed, "0.9", [breaking]);
    expect(marked).toMatchObject([{ allowed: reason, class: "breaking" }]);
    expect(bumpOf(marked)).toBe("minor");
  });

  it("lets nothing pass from another version", () => {
    expect(bumpOf(markAllowed(allowed, "1.0", [breaking]))).toBe("major");
  });

  it.each([
    ["welcome", "a.nonfinite[].value", true],
    ["*", "*nonfinite[].value", true],
    ["pong", "a.nonfinite[].value", false],
    ["*", "nonfinite[].value", false],
  ])("lets a lint of %s at %s pass: %s", (message, path, passes) => {
    const [marked] = markAllowedLints(allowedLint(message, path), [lint]);
    expect(marked?.allowed).toBe(passes ? reason : undefined);
  });

  it("names entries that let nothing pass", () => {
    const nothing = { from: "0.9", lints: [] };
    expect(staleEntries(allowed, [], nothing)).toEqual([breaking.id]);
    expect(staleEntries(allowed, [breaking], nothing)).toEqual([]);
    expect(staleEntries(allowedLint("*", "*value"), [], nothing)).toEqual(["closed_list of * *value"]);
    expect(staleEntries(allowedLint("*", "*value"), [], { ...nothing, lints: [lint] })).toEqual([]);
  });

  it("is empty without a file", () => {
    using copy = copyProtocol();
    expect(readAllowed(join(copy.folder, "none.yaml"))).toEqual({ lints: [], changes: [] });
  });
});
