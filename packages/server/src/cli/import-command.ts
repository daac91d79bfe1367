import { Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { TrainId } from "@trainwire/protocol";
import type { Tally } from "../files/tally.ts";
import { type Imported, importFiles } from "./import-files.ts";

const help = `
Reads progress files (*.jsonl), trainer_state.json, trainer_log.jsonl and TensorBoard event files, each folder or file
as one training. What was imported before is not stored again. While a server runs on the data folder, name it with
--server, and give a token with the scope publish in TRAINWIRE_TOKEN if it asks for one.
`;

/** `trainwire-server import`. */
export function importCommand() {
  return new Command("import")
    .description("store what files tell of trainings")
    .argument("<path...>", "files, or folders of them")
    .addOption(
      new Option("--data <folder>", "the server's data folder").env("TRAINWIRE_DATA").default("data"),
    )
    .addOption(new Option("--server <url>", "a running server, asked with TRAINWIRE_TOKEN"))
    .option("--train-id <id>", "the training's id; for one training", readTrainId)
    .option("--name <name>", "the training's name; for one training")
    .option("--complete", "they are completed, also where the files do not say so")
    .addHelpText("after", help)
    .action(async (paths, { data, server, trainId, name, complete = false }) => {
      const token = process.env["TRAINWIRE_TOKEN"];
      const imported = await importFiles(server === undefined ? { folder: data } : { server, token }, {
        paths,
        trainId,
        name,
        isComplete: complete,
        onProgress: showProgress,
        onProblem: (path, problem) => process.stderr.write(`${path}: ${problem}\n`),
      });
      process.stdout.write(imported.map(summaryOf).join(""));
    });
}

function showProgress(trainId: string, { stored, repeated }: Tally): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${trainId}  ${stored} stored, ${repeated} repeated\r`);
}

function summaryOf({ trainId, path, tally }: Imported): string {
  const { stored, repeated, rejected } = tally;
  const count = [...rejected.values()].reduce((sum, each) => sum + each.count, 0);
  const reasons = [...rejected].map(
    ([code, { count, message }]) => `    ${count} ${code}, such as: ${message}\n`,
  );
  return `${trainId}  ${path}  ${stored} stored, ${repeated} repeated, ${count} rejected\n${reasons.join("")}`;
}

function readTrainId(text: string): string {
  const parsed = TrainId.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? "That is no id.");
}
