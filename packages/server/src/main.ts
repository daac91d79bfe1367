#!/usr/bin/env node
import { pino } from "pino";
import pretty from "pino-pretty";
import { backupCommand, restoreCommand } from "./cli/backup-command.ts";
import { downloadCommand } from "./cli/download/download-command.ts";
import { importCommand } from "./cli/import-command.ts";
import { readEnvironment } from "./cli/read-options.ts";
import { tokenCommand } from "./cli/token-command.ts";
import { TrainwireServerError } from "./core/errors.ts";
import { startDemo } from "./demo.ts";
import { type ProcessOptions, serverCommand } from "./options.ts";
import { redactSecrets } from "./redact-secrets.ts";
import { startServer } from "./server.ts";

const program = serverCommand(serve)
  .addCommand(tokenCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())
  .addCommand(downloadCommand())
  .addCommand(importCommand());
readEnvironment(program, process.env);
try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function serve(options: ProcessOptions): Promise<void> {
  const destination =
    options.logFormat === "pretty"
      ? pretty({ destination: 2, sync: true, ignore: "pid,hostname" })
      : pino.destination(2);
  const logger = pino({ level: options.logLevel, hooks: { streamWrite: redactSecrets } }, destination);
  try {
    const server = await startServer({ ...options, logger });
    process.stdout.write(`Trainwire is listening on ${server.url}\n`);
    const demo =
      options.demo === undefined
        ? undefined
        : startDemo(options.demo, server.url, (reason) => logger.warn({ reason }, "the demo trainer failed"));
    const stop = async (signal: string) => {
      logger.info({ signal }, "stopping");
      const stuck = setTimeout(
        () => {
          logger.error({ seconds: options.stopSeconds }, "stopping took too long");
          process.exit(1);
        },
        (options.drainSeconds + options.stopSeconds) * 1000,
      );
      stuck.unref();
      await demo?.stop();
      await server.close();
      logger.info("stopped");
    };
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        // A second signal ends the process at once.
        process.once(signal, () => process.exit(1));
        stop(signal).then(
          () => process.exit(0),
          (error: unknown) => {
            logger.error({ err: error }, "stopping failed");
            process.exit(1);
          },
        );
      });
    }
  } catch (error) {
    logger.debug({ err: error }, "start failed");
    const reason = error instanceof Error ? error.message : String(error);
    throw new TrainwireServerError("internal", `Trainwire could not start: ${reason}`);
  }
}
