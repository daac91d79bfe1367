import pc from "picocolors";
import type { Change, ChangeClass } from "../change.ts";
import type { CheckResult } from "../check.ts";
import { grouped } from "./grouped.ts";
import { adviceOf, headings, verdictOf } from "./words.ts";

const paint = { breaking: pc.red, additive: pc.green, documentation: pc.dim } as const;
const maxPlaces = 4;

/** The report for a terminal; the verdict comes last, where it is seen. */
export function terminalReport(result: CheckResult): string {
  const { from, to, changes, lints, stale, isGood, messages } = result;
  const classes = Object.keys(headings) as ChangeClass[];
  const sections = classes.map((name) =>
    section(
      name,
      changes.filter((change) => change.class === name),
    ),
  );
  const open = lints.filter(({ allowed }) => allowed === undefined);
  const lines = [
    `${pc.bold(`${from.label} → ${to.label}`)}  ${messages} messages`,
    ...sections,
    ...(open.length > 0 ? [pc.red("Makes later additions a break")] : []),
    ...open.map(({ message, path, says, lint }) => `  ${pc.bold(placed(message, path))} ${says} (${lint})`),
    ...stale.map((entry) => `${pc.red("allowed in vain")} ${entry}`),
    (isGood ? pc.green : pc.red)(verdictOf(result)),
    ...adviceOf(result).map((advice) => `  ${advice}`),
  ];
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
}

function placed(message: string, path: string): string {
  return path === "" ? message : `${message}.${path}`;
}

function section(name: ChangeClass, changes: readonly Change[]): string {
  if (changes.length === 0) return "";
  const lines = grouped(changes).flatMap(({ first, places }) => {
    const where = places.slice(0, maxPlaces).join(", ");
    const more = places.length > maxPlaces ? ` and ${places.length - maxPlaces} more` : "";
    return [
      `  ${paint[name](pc.bold(`${where}${more}`))} ${first.text.replaceAll("`", "")}`,
      ...first.impacts.flatMap(({ who, says, witness }) => [
        `    ${who}: ${says}`,
        ...(witness === undefined ? [] : [`      ${pc.cyan(clip(witness))}`]),
      ]),
      ...(first.note === undefined ? [] : [`    ${first.note}`]),
      ...(first.allowed === undefined ? [] : [`    allowed: ${first.allowed}`]),
    ];
  });
  return [paint[name](headings[name]), ...lines].join("\n");
}

function clip(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 299)}…`;
}
