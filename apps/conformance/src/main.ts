#!/usr/bin/env node
import { CommanderError } from "@commander-js/extra-typings";
import { createProgram } from "./cli/program.ts";
import { ConformanceError, describeError } from "./errors.ts";
import { exitCodes } from "./exit-codes.ts";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    // Whoever asks twice does not wait; the exit still kills the target.
    if (stop.signal.aborted) process.exit(exitCodes.incomplete);
    stop.abort(new ConformanceError("interrupted", `cut short by ${signal}`));
  });
}

// Nobody reads what is written any more, as after "| head".
process.stdout.on("error", () => stop.abort(new ConformanceError("interrupted", "cut short by its reader")));

try {
  await createProgram((exitCode) => {
    process.exitCode = exitCode;
  }, stop.signal).parseAsync();
} catch (error) {
  process.exitCode = exitCodeOfError(error);
}

function exitCodeOfError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
  console.error(describeError(error));
  if (!(error instanceof ConformanceError)) return exitCodes.harnessError;
  if (stop.signal.aborted) return exitCodes.incomplete;
  switch (error.code) {
    case "usage":
      return exitCodes.usage;
    case "never_ready":
    case "cannot_start":
      return exitCodes.neverReady;
    case "interrupted":
      return exitCodes.incomplete;
    case "expectation":
    case "not_applicable":
    case "untestable":
      return exitCodes.harnessError;
    default:
      throw error.code satisfies never;
  }
}
