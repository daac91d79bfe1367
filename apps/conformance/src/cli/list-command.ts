import { Command, type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { cases } from "../cases/manifest.ts";
import { roles } from "./open-targets.ts";

/** `list`: every case with its clauses. */
export function listCommand(): CommandUnknownOpts {
  return new Command("list")
    .exitOverride()
    .description("list every case with its clauses")
    .addOption(new Option("--role <role>", "only cases for this role").choices(roles))
    .option("--clause <id>", "only cases that prove this clause, or a group of them such as SUB")
    .option("--json", "print the headers as JSON")
    .action(({ json, role, clause }) => {
      const headers = cases
        .map(({ header }) => header)
        .filter((header) => role === undefined || header.roles.includes(role))
        .filter(({ clauses }) => clause === undefined || clauses.some((id) => isOf(id, clause)));
      if (json) console.log(JSON.stringify(headers, undefined, 2));
      else
        for (const { id, clauses, title } of headers) console.log(`${id}  ${title}  (${clauses.join(" ")})`);
    });
}

function isOf(clause: string, wanted: string): boolean {
  return clause === wanted || clause.startsWith(`${wanted}-`);
}
