import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "./check.ts";
import { violations } from "./freeze/hashes.ts";
import { terminalReport } from "./report/terminal.ts";
import { repository } from "./testing/protocol-copy.ts";
import { newestRelease } from "./version/open-version.ts";
import { releaseNames } from "./version/release.ts";

const protocol = join(repository, "packages/protocol");

describe("this repository", () => {
  it("declares a bump that is large enough for what changed since its newest release", async () => {
    const result = await check({ from: newestRelease(repository), to: repository, home: repository });
    expect(terminalReport(result)).not.toContain("Keep the old form");
    expect(result, terminalReport(result)).toMatchObject({ isGood: true });
  }, 60_000);

  it("has not edited a frozen release", () => {
    expect(releaseNames(protocol)).toContain("0.9");
    expect(violations(protocol)).toEqual([]);
  });
});
