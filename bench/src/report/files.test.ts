import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repository } from "../folders.ts";
import { between } from "./files.ts";

describe("docs/performance.md", () => {
  it("keeps its own text when its results are written anew", async () => {
    const document = await readFile(join(repository, "docs/performance.md"), "utf8");
    const once = between(document, "the results");
    expect(once).toContain("## Repeat it");
    expect(once).toContain("\n\nthe results\n\n");
    expect(between(once, "newer results")).toBe(once.replace("the results", "newer results"));
  });

  it("is not written without its marks", () => {
    expect(() => between("# Performance", "the results")).toThrow("has lost its marks");
  });
});
