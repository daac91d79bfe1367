#!/usr/bin/env node
import { CommanderError } from "@commander-js/extra-typings";
import { createProgram } from "./cli/program.ts";
import { CheckError } from "./errors.ts";

// Who reads, such as `head`, may have had enough: what was to be said is said, and the exit code stands.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

const program = createProgram({
  write: (text) => process.stdout.write(text),
  finish: (exitCode) => {
    process.exitCode = exitCode;
  },
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof CheckError) {
    process.stderr.write(`trainwire-protocol: ${error.message}\n`);
    process.exitCode = 2;
  } else {
    // A fault of the checker itself must not read as a judgement.
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 2;
  }
}
