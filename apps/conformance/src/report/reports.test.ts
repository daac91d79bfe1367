import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RunReport } from "../run-report.ts";
import { reportOf, resultsOf } from "../testing/results.ts";
import { badge } from "./badge.ts";
import { writeBundles } from "./bundles.ts";
import { htmlReport } from "./html-report.ts";
import { junitReport } from "./junit-report.ts";
import { markdownReport } from "./markdown-report.ts";
import { collectReport, readReports, writeReports } from "./report-files.ts";

const results = resultsOf("pass", "fail", "harness_error", "not_applicable");
const report = reportOf(results);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "conformance-reports-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("reports", () => {
  it("are read back as they were written", async () => {
    const path = join(folder, "run.json");
    await writeReports([{ kind: "json", path }], [report]);
    expect(await readReports([path])).toEqual([report]);
    await writeReports([{ kind: "json", path }], [report, report]);
    expect(await readReports([path])).toEqual([report, report]);
    expect(RunReport.parse(report)).toEqual(report);
  });

  it("that are none are refused, and so are places that cannot be written", async () => {
    const path = join(folder, "run.html");
    await writeReports([{ kind: "html", path }], [report]);
    await expect(readReports([path])).rejects.toMatchObject({ code: "usage" });
    await expect(writeReports([{ kind: "md", path: join(path, "x") }], [report])).rejects.toThrow(
      "cannot be written",
    );
  });

  it("are asked for by kind and file", () => {
    expect(collectReport("html=a=b.html", [])).toEqual([{ kind: "html", path: "a=b.html" }]);
    for (const text of ["pdf=a", "html", "html=", "=a", "toString=a"])
      expect(() => collectReport(text, [])).toThrow("wants KIND=FILE");
  });
});

describe("the JUnit report", () => {
  it("has what a target breaks as failures, faults of the suite as errors, and the rest as skipped", () => {
    const xml = junitReport([report]);
    expect(xml).toMatch(/tests="4" failures="1" errors="1" skipped="1"/);
    expect(xml).not.toContain("\u0007");
    expect(xml).toContain("&lt;b>1&lt;/b> &amp; &quot;2&quot;");
  });
});

describe("the Markdown report", () => {
  it("lists what is red with its clauses, and shows no markup of the target's", () => {
    const text = markdownReport([report]);
    expect(text).toContain("## no verdict: the suite failed: server");
    expect(text).toContain(`- **${results[1]?.header.id}**`);
    expect(text).toContain(report.clauses[results[1]?.header.clauses[0] ?? ""] ?? "?");
    expect(text).toMatch(/`` expected <b>1<\/b> .* ``/);
  });
});

describe("the HTML report", () => {
  const page = htmlReport([report, reportOf(resultsOf("pass"), { role: "client" })]);

  it("needs nothing from elsewhere", () => {
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    expect(page).toContain("default-src 'none'");
  });

  it("shows a matrix of targets and cases, whose marks lead to the cases", () => {
    const anchors = [...page.matchAll(/href="#([^"]+)"/g)].map(([, anchor]) => anchor);
    expect(anchors).toHaveLength(5);
    for (const anchor of anchors) expect(page).toContain(`<details id="${anchor}"`);
  });

  it("shows what passed in a case that is red in a lane for each actor, and nothing as markup", () => {
    expect(page).toContain('<th scope="col">viewer-1</th><th scope="col">trainer-1</th>');
    expect(page).toContain("{&quot;type&quot;:&quot;ping&quot;,&quot;id&quot;:&quot;&lt;x&gt;&quot;}");
    expect(page).not.toContain("<b>1</b>");
    expect(page).not.toContain("<&>");
  });
});

describe("the badge", () => {
  it.each([
    ["conformant, 2 cases", reportOf(resultsOf("pass", "pass"))],
    ["not conformant", reportOf(resultsOf("pass", "fail"))],
    ["unknown", reportOf(resultsOf("pass", "not_run"))],
  ])("says %s", (words, run) => {
    expect(badge([run])).toContain(`trainwire.v1: ${words}`);
  });
});

describe("a bundle", () => {
  it("holds what passed, the target's log and a script, for each case that is red", async () => {
    await writeBundles(folder, results, { log: "oh no\n", repro: (id) => `play ${id}`, run: report });
    expect(new Set(await readdir(folder))).toEqual(new Set([results[1]?.header.id, results[2]?.header.id]));
    const own = join(folder, results[1]?.header.id ?? "");
    expect((await readdir(own)).sort()).toEqual([
      "case.json",
      "challenge.md",
      "frames.ndjson",
      "repro.sh",
      "target.log",
    ]);
    const frames = (await readFile(join(own, "frames.ndjson"), "utf8")).trim().split("\n");
    expect(frames.map((line) => JSON.parse(line) as unknown)).toEqual(results[1]?.frames);
    expect(await readFile(join(own, "repro.sh"), "utf8")).toContain(`exec play ${results[1]?.header.id}\n`);
    expect((await stat(join(own, "repro.sh"))).mode & 0o100).toBe(0o100);
    const challenge = await readFile(join(own, "challenge.md"), "utf8");
    expect(challenge).toContain(`# ${results[1]?.header.id} judges wrongly`);
    expect(challenge).toContain(report.clauses[results[1]?.header.clauses[0] ?? ""] ?? "?");
    expect(challenge).toContain(`\n${frames[0]}\n`);
    expect(challenge).toContain(`${report.suite.name} ${report.suite.version}, ${report.protocol}`);
  });
});
