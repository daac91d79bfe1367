import { existsSync, statSync } from "node:fs";
import { relative } from "node:path";
import { Command, type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { execa } from "execa";
import { generate, staleArtifacts } from "../artifacts/generate.ts";
import { check } from "../check.ts";
import { freeze } from "../freeze/freeze.ts";
import { newMessage } from "../new-message/new-message.ts";
import { terminalReport } from "../report/terminal.ts";
import { newestRelease } from "../version/open-version.ts";
import { type ReportOrder, readReportOrder, writeReports } from "./write-reports.ts";

/** Where a command writes, and how it says its exit code. */
export interface Terminal {
  readonly write: (text: string) => void;
  readonly finish: (exitCode: number) => void;
}

/** The command line. */
export function createProgram(terminal: Terminal): CommandUnknownOpts {
  return new Command("trainwire-protocol")
    .description("Says what a change of the protocol breaks, for whom, with a message that proves it.")
    .exitOverride()
    .showHelpAfterError("(--help shows every option)")
    .addCommand(checkCommand(terminal))
    .addCommand(freezeCommand(terminal))
    .addCommand(generateCommand(terminal))
    .addCommand(newMessageCommand(terminal));
}

function checkCommand({ write, finish }: Terminal): CommandUnknownOpts {
  return new Command("check")
    .exitOverride()
    .showHelpAfterError("(--help shows every option)")
    .description("compare two versions, and the bump that the changes need with the declared one")
    .option("--from <version>", "the older version (default: the newest frozen release)")
    .option("--to <version>", "the newer version", ".")
    .option(
      "--report <format=file>",
      "also write md=FILE, json=FILE or sarif=FILE; may be repeated",
      collect,
      [],
    )
    .addHelpText(
      "after",
      `
A version is
  0.9                              a frozen release, packages/protocol/spec/releases/0.9
  npm:@trainwire/protocol@0.9.0    a published package
  protocol-0.9.0.tgz               a packed package
  .                                a folder with the package or the repository, as it is now
  main, v0.9.0, 3f2c1ab            a commit

Each message is judged in both directions: what an old writer sends to a new reader, and a new writer to an
old reader. Breaking changes are shown with the smallest message found that breaks.

The declared bump is that of the changesets in .changeset/ for @trainwire/protocol, or of its version.
Breaking changes need a major one, additions a minor one, other words a patch.

Exit codes:
  0 the declared bump is large enough   1 it is not, or a lint complains   2 a version or file cannot be read

Examples:
  trainwire-protocol check
  trainwire-protocol check --from main --report md=report.md --report sarif=report.sarif`,
    )
    .action(async ({ from, to, report }) => {
      const home = existsSync(to) && statSync(to).isDirectory() ? to : ".";
      const result = await check({ from: from ?? newestRelease(home), to, home });
      writeReports(result, report, home);
      write(terminalReport(result));
      finish(result.isGood ? 0 : 1);
    });
}

function collect(text: string, before: readonly ReportOrder[]): ReportOrder[] {
  return [...before, readReportOrder(text)];
}

function freezeCommand({ write, finish }: Terminal): CommandUnknownOpts {
  return new Command("freeze")
    .exitOverride()
    .showHelpAfterError("(--help shows every option)")
    .description("store the protocol as it is now as a release that later versions are compared with")
    .argument("<release>", "the release, such as 1.0; the package must be of a version 1.0.x")
    .option("--replace", "overwrite a release of this name that is not published yet", false)
    .action(async (name, { replace }) => {
      const { folder, files } = await freeze({ name, home: ".", replace });
      write(`${folder}: ${files} files frozen\n`);
      finish(0);
    });
}

function generateCommand({ write, finish }: Terminal): CommandUnknownOpts {
  return new Command("generate")
    .exitOverride()
    .showHelpAfterError("(--help shows every option)")
    .description(
      "write what is made from the schemas: JSON Schema, OpenAPI, AsyncAPI, Python types, declarations",
    )
    .option("--check", "write nothing; exit 1 if something is not as the schemas say", false)
    .action(async ({ check: isCheck }) => {
      const { stale, left } = await (isCheck ? staleArtifacts(".") : generate("."));
      for (const path of stale) write(`${isCheck ? "stale" : "written"}: ${path}\n`);
      for (const path of left) write(`${isCheck ? "left over" : "removed"}: ${path}\n`);
      if (stale.length + left.length === 0) write("all generated files are as the schemas say\n");
      finish(isCheck && stale.length + left.length > 0 ? 1 : 0);
    });
}

function newMessageCommand({ write, finish }: Terminal): CommandUnknownOpts {
  return new Command("new-message")
    .exitOverride()
    .showHelpAfterError("(--help shows every option)")
    .description("add a message of /ws: schema, documentation, examples, and all that is generated")
    .argument("<name>", "its type, such as subscribe_training")
    .addOption(
      new Option("--from <role>", "who sends it")
        .choices(["viewer", "server"] as const)
        .makeOptionMandatory(),
    )
    .requiredOption("--says <sentence>", "what it is for, such as 'Asks for the updates of one training.'")
    .action(async (name, { from, says }) => {
      const { edited, written } = newMessage(".", { name, from, says });
      const sources = edited.filter((path) => path.endsWith(".ts"));
      await execa("biome", ["check", "--write", ...sources], { preferLocal: true });
      const { stale } = await generate(".");
      const here = (path: string) => relative(".", path);
      write(`edited:\n${edited.map((path) => `  ${here(path)}\n`).join("")}`);
      write(`examples:\n${written.map((path) => `  ${here(path)}\n`).join("")}`);
      write(`generated: ${stale.length} files\n`);
      write("Now give it its fields, and say in PROTOCOL.md and spec/clauses.yaml what its peers owe.\n");
      write("The build names every place that has to handle it.\n");
      finish(0);
    });
}
