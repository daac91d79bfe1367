import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { cases } from "../cases/manifest.ts";

/** `list`: every case with its clauses. */
export function listCommand(): CommandUnknownOpts {
  return new Command("list")
    .exitOverride()
    .description("list every case with its clauses")
    .option("--json", "print the headers as JSON")
    .action(({ json }) => {
      const headers = cases.map(({ header }) => header);
      if (json) console.log(JSON.stringify(headers, undefined, 2));
      else
        for (const { id, clauses, title } of headers) console.log(`${id}  ${title}  (${clauses.join(" ")})`);
    });
}
