import type { Change } from "../change.ts";
import type { CheckResult } from "../check.ts";
import { placeOf } from "./grouped.ts";
import type { Locate } from "./source-location.ts";

const rules = {
  breaking: "A change that breaks programs of another version",
  additive: "A change that adds to the protocol",
  documentation: "A change of words alone",
  closed_list: "A closed list that readers of this version cannot see past",
  closed_union: "A closed union of objects that readers of this version cannot see past",
  strict_object: "An object that refuses fields to come",
} as const;

/** The result as SARIF 2.1.0, which code hosts show beside the lines concerned. */
export function sarifReport(result: CheckResult, locate: Locate): string {
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "trainwire-protocol",
            rules: Object.entries(rules).map(([id, text]) => ({ id, shortDescription: { text } })),
          },
        },
        results: [
          ...result.changes.map((change) => changeResult(change, locate)),
          ...lintResults(result, locate),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function changeResult(change: Change, locate: Locate) {
  const impacts = change.impacts.map(({ who, says, witness }) => {
    return `${who}: ${says}${witness === undefined ? "" : ` Witness: ${witness}`}`;
  });
  const text = [`${placeOf(change)} ${change.text}.`, ...impacts].join("\n");
  return {
    ruleId: change.class,
    level: levelOf(change),
    message: { text },
    partialFingerprints: { change: change.id },
    locations: [{ physicalLocation: locate(change.subject, change.path) }],
  };
}

function levelOf({ class: grade, allowed }: Change): "error" | "warning" | "note" {
  if (grade !== "breaking") return "note";
  return allowed === undefined ? "error" : "warning";
}

function lintResults({ lints }: CheckResult, locate: Locate) {
  const open = lints.filter(({ allowed }) => allowed === undefined);
  return open.map(({ lint, message, path, says }) => ({
    ruleId: lint,
    level: "error",
    message: { text: `${message}.${path} ${says}.` },
    partialFingerprints: { change: `${lint}/${message}/${path}` },
    locations: [{ physicalLocation: locate(message, path) }],
  }));
}
