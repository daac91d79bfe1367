import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { clauses } from "@trainwire/protocol";
import { mutants } from "../self-test/catalogue.ts";
import { caseById } from "./select-cases.ts";

/** `explain ID`: one case, its clauses word for word, the mutants that it must find, and its script. */
export function explainCommand(): CommandUnknownOpts {
  return new Command("explain")
    .exitOverride()
    .description("show one case: its clauses word for word, the mutants that it must find, and its script")
    .argument("<id>", "id of the case, for example fanout-001")
    .action((id) => {
      const { header, script } = caseById(id);
      const needs = [
        ...header.requires.map(() => "--server-cmd or --server-image, since it stops or kills the server"),
        ...(header.exclusive ? ["to run alone"] : []),
      ];
      console.log(`${header.id}  ${header.title}\n`);
      for (const clause of header.clauses) console.log(`${clause}  ${clauses[clause].text}`);
      console.log(
        `\nlevel ${header.level}, roles ${header.roles.join(", ")}, at most ${header.budgetSeconds} s`,
      );
      if (needs.length > 0) console.log(`needs ${needs.join("; ")}`);
      if (header.scene !== undefined) console.log(`judges the recording of the scene "${header.scene}"`);
      console.log(header.writes ? "" : "writes nothing: part of --profile passive\n");
      for (const { role, name, names } of mutants) {
        if (names.includes(header.id))
          console.log(`finds what is wrong with the ${role} that ${name.replaceAll("-", " ")}`);
      }
      console.log(`\n${script.toString()}`);
    });
}
