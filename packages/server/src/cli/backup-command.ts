import { Command, Option } from "@commander-js/extra-typings";
import { restoreBackup } from "../storage/restore.ts";
import { takeBackup } from "./take-backup.ts";

const backupHelp = `
While a server runs on the data folder, name it with --server, and give an admin's token in TRAINWIRE_TOKEN if it asks
for one. The server goes on serving meanwhile.
`;

const restoreHelp = `
What was published since the backup is gone, but for what trainers still hold unacknowledged. Trainings that had not
ended get a new stream_id: viewers are told to begin anew. Tokens are as they were: revoke again what you have revoked
since; trainings deleted since are back.
`;

/** `trainwire-server backup`. */
export function backupCommand() {
  return new Command("backup")
    .description("write all that a server holds into one file")
    .requiredOption("--to <file>", "the file to make; it must not exist")
    .addOption(
      new Option("--data <folder>", "the server's data folder").env("TRAINWIRE_DATA").default("data"),
    )
    .addOption(new Option("--server <url>", "a running server, asked with TRAINWIRE_TOKEN"))
    .addHelpText("after", backupHelp)
    .action(async ({ to, data, server }) => {
      const token = process.env["TRAINWIRE_TOKEN"];
      await takeBackup(server === undefined ? { folder: data } : { server, token }, to);
      process.stderr.write(`${to} is whole and sound.\n`);
    });
}

/** `trainwire-server restore`. */
export function restoreCommand() {
  return new Command("restore")
    .description("make a data folder of a backup")
    .argument("<file>", "the backup")
    .addOption(
      new Option("--data <folder>", "the folder to make; it must hold no data")
        .env("TRAINWIRE_DATA")
        .default("data"),
    )
    .addHelpText("after", restoreHelp)
    .action((file, { data }) => {
      restoreBackup(file, data);
      process.stderr.write(`${data} is restored: start a server on it.\n`);
    });
}
