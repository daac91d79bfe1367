import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import AjvDraft04 from "ajv-draft-04";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckResult, check } from "../check.ts";
import { copyProtocol, type ProtocolCopy } from "../testing/protocol-copy.ts";
import { findPackage } from "../version/package-folder.ts";
import { jsonReport } from "./json-report.ts";
import { markdownReport } from "./markdown.ts";
import { sarifReport } from "./sarif.ts";
import { locateIn } from "./source-location.ts";
import { terminalReport } from "./terminal.ts";

let copy: ProtocolCopy;
let result: CheckResult;

beforeAll(async () => {
  copy = copyProtocol();
  copy.edit("src/server-messages.ts", "reason: openEnum(", "reason: z.enum(");
  copy.edit(
    "src/viewer-messages.ts",
    'type: z.literal("ping"),',
    'type: z.literal("ping"),\n  note: z.string().optional(),',
  );
  copy.edit("src/limits.ts", "maxSubscriptions: 1024", "maxSubscriptions: 512");
  result = await check({ from: "0.9", to: copy.folder, home: copy.folder });
});
afterAll(() => copy[Symbol.dispose]());

describe("the Markdown report", () => {
  it("says the verdict first, then what breaks and for whom, with a message", () => {
    const report = markdownReport(result);
    expect(report).toMatch(
      /^## ❌ Protocol: The changes need a major release, and no changeset declares one/,
    );
    expect(report).toContain("| `subscription_reset.reason` | is a closed list now | ❌ breaks | ✓ |");
    expect(report).toMatch(
      /#### `subscription_reset.reason` is a closed list now\n\n- \*\*old server → new viewer\*\*/,
    );
    expect(report).toMatch(/```json\n {2}\{"type":"subscription_reset".*\n {2}```/);
    expect(report).toContain("- `ping.note` was added: a text, optional.");
    expect(report).toContain("`limit maxSubscriptions` is 512 instead of 1024");
  });
});

describe("the SARIF report", () => {
  it("fits the schema of SARIF 2.1.0", () => {
    const ajv = new AjvDraft04.default({ strict: false, validateFormats: false, unicodeRegExp: false });
    const log: unknown = JSON.parse(
      sarifReport(result, locateIn(findPackage(copy.folder).folder, copy.folder)),
    );
    const isValid = ajv.validate(schema, log);
    expect(ajv.errors).toBeNull();
    expect(isValid).toBe(true);
    expect(ajv.validate(schema, { ...(log as object), version: "1.0.0" })).toBe(false);
  });

  it("points at the line of the source", () => {
    const text = sarifReport(result, locateIn(findPackage(copy.folder).folder, copy.folder));
    const { runs } = JSON.parse(text) as {
      runs: [{ results: { message: { text: string }; locations: unknown }[] }];
    };
    const found = runs[0].results.find(({ message }) => message.text.startsWith("ping.note"));
    expect(JSON.stringify(found?.locations)).toMatch(
      /packages\/protocol\/src\/viewer-messages\.ts.*"startLine":\d\d/,
    );
  });
});

describe("the other reports", () => {
  it("hold every change, and the same verdict", () => {
    const json = JSON.parse(jsonReport(result)) as CheckResult & { verdict: string };
    expect(json.changes).toHaveLength(result.changes.length);
    expect(terminalReport(result)).toContain(json.verdict);
  });

  it("complain of the list that was closed", () => {
    expect(result.lints.filter(({ allowed }) => allowed === undefined)).toMatchObject([
      { lint: "closed_list", message: "subscription_reset", path: "reason" },
    ]);
  });
});
