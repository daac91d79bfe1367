import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { serverCases } from "./cases/manifest.ts";
import { diffReports } from "./diff-reports.ts";
import { applyKnownFailures, type KnownFailure, readKnownFailures } from "./known-failing.ts";
import { mergeReports } from "./merge-reports.ts";
import { combineRuns } from "./repeat.ts";
import { readShard, shardOf } from "./shard.ts";
import { reportOf, resultsOf } from "./testing/results.ts";
import type { Verdict } from "./verdict.ts";

const ids = serverCases.map(({ header }) => header.id);
const [firstId = "", secondId = ""] = ids;

describe("combineRuns", () => {
  const combined = (...runs: Verdict[]) => combineRuns(runs.map((verdict) => resultsOf(verdict)))[0];

  it("keeps the verdict of a case that always ends alike, and counts", () => {
    expect(combined("pass", "pass")).toMatchObject({ verdict: "pass", repeats: { runs: 2, passed: 2 } });
    expect(combined("fail", "fail")).toMatchObject({ verdict: "fail", repeats: { runs: 2, passed: 0 } });
  });

  it("calls one flaky that passed only sometimes, and shows a run in which it did not", () => {
    const result = combined("pass", "fail", "pass");
    expect(result).toMatchObject({ verdict: "flaky", repeats: { runs: 3, passed: 2 } });
    expect(result?.message).toMatch(/^passed 2 of 3 times, else fail: expected/);
  });

  it.each<Verdict>(["harness_error", "not_run"])(
    "takes no flakiness for what is no target's: %s",
    (verdict) => {
      expect(combined("pass", verdict)).toMatchObject({ verdict });
    },
  );
});

describe("known failures", () => {
  const entry = (about: Partial<KnownFailure> = {}): KnownFailure => ({
    case: firstId,
    reason: "waits for the next release",
    link: "https://example.org/1",
    expires: "2026-12-01",
    ...about,
  });
  const judged = (verdict: Verdict, today = "2026-11-22", about: Partial<KnownFailure> = {}) =>
    applyKnownFailures(resultsOf(verdict, "pass"), [entry(about)], today)[0];

  it("excuse a failure to the end of their last day", () => {
    expect(judged("fail")).toMatchObject({ verdict: "known_fail" });
    expect(judged("fail", "2026-12-01")).toMatchObject({ verdict: "known_fail" });
    expect(judged("fail", "2026-12-02")).toMatchObject({ verdict: "fail" });
  });

  it.each<Verdict>(["pass", "not_applicable"])("are stale where the verdict is %s", (verdict) => {
    expect(judged(verdict)).toMatchObject({ verdict: "stale_known_fail" });
  });

  it("excuse no fault of the suite", () => {
    expect(judged("harness_error")).toMatchObject({ verdict: "harness_error" });
  });

  it("may name cases by a pattern, but must name some", () => {
    const group = firstId.replace(/\d+$/, "*");
    expect(judged("fail", "2026-11-22", { case: group })).toMatchObject({ verdict: "known_fail" });
    expect(() => judged("fail", "2026-11-22", { case: "nothing-*" })).toThrow("no case of this run");
  });

  it.each([
    [
      "- {case: a-001, reason: too long a story, link: https://example.org/1, expires: 2026-12-01}",
      undefined,
    ],
    ["- {case: a-001, reason: short, link: https://example.org/1, expires: 2026-12-01}", "reason"],
    ["- {case: a-001, reason: too long a story, link: nowhere, expires: 2026-12-01}", "link"],
    ["- {case: a-001, reason: too long a story, link: https://example.org/1}", "expires"],
    ["- {case: a-001, reasons: x}", "reasons"],
    ["case: a", "expected array"],
    ["- [", "known.yaml"],
  ])("are read from YAML: %s", async (text, problem) => {
    const folder = await mkdtemp(join(tmpdir(), "conformance-known-"));
    const path = join(folder, "known.yaml");
    await writeFile(path, text);
    const reading = readKnownFailures(path);
    if (problem === undefined) expect((await reading)[0]?.expires).toBe("2026-12-01");
    else
      await expect(reading).rejects.toMatchObject({
        code: "usage",
        message: expect.stringContaining(problem),
      });
    await rm(folder, { recursive: true });
  });
});

describe("shards", () => {
  it("hold every case once, and merge to the whole run", () => {
    const results = resultsOf(...ids.map(() => "pass" as const));
    const parts = [1, 2, 3].map((part) => shardOf(results, { part, of: 3 }));
    const reports = parts.map((part, index) =>
      reportOf(part, { shard: `${index + 1}/3`, duration_ms: index }),
    );
    const merged = mergeReports(reports.toReversed(), ids);
    expect(merged.cases.map(({ id }) => id)).toEqual(ids);
    expect(merged).toMatchObject({ exit_code: 0, duration_ms: 2, summary: { pass: ids.length } });
    expect(merged).not.toHaveProperty("shard");
  });

  it("that leave a case out, or hold one twice, are no whole", () => {
    const results = resultsOf("pass", "pass");
    expect(() => mergeReports([reportOf(results)], ids.slice(0, 3))).toThrow(/was not played/);
    expect(() => mergeReports([reportOf(results), reportOf(results)], ids.slice(0, 2))).toThrow(
      /more than once/,
    );
    expect(() => mergeReports([reportOf(results)], ids.slice(0, 1))).toThrow(/no case of this suite/);
  });

  it("of different targets are no parts of one run", () => {
    const parts = [reportOf(resultsOf("pass")), reportOf(resultsOf("pass"), { target: "another" })];
    expect(() => mergeReports(parts, ids)).toThrow("not parts of one run");
  });

  test.each(["0/3", "4/3", "1", "a/b", "1/0"])("%s is no part", (text) => {
    expect(() => readShard(text)).toThrow("such as 2/3");
  });
});

describe("diffReports", () => {
  it("tells what is broken, mended, new, gone, or only changed", () => {
    const before = reportOf(resultsOf("pass", "fail", "pass", "pass", "pass"));
    const after = reportOf(resultsOf("fail", "pass", "warn", "pass"));
    const kinds = diffReports(before, after).map(({ id, kind }) => [id, kind]);
    expect(kinds).toEqual([
      [firstId, "broken"],
      [secondId, "mended"],
      [ids[2], "changed"],
      [ids[4], "gone"],
    ]);
    expect(diffReports(after, before).at(-1)).toMatchObject({ id: ids[4], kind: "new" });
  });

  it("calls a new case broken that is red", () => {
    const differences = diffReports(reportOf([]), reportOf(resultsOf("untestable")));
    expect(differences).toMatchObject([{ id: firstId, kind: "broken" }]);
  });
});
