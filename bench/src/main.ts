import { CommanderError } from "@commander-js/extra-typings";
import { createProgram } from "./cli/program.ts";
import { BenchError, describeError } from "./errors.ts";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    // Whoever asks twice does not wait; what was started ends with this process.
    if (stop.signal.aborted) process.exit(3);
    stop.abort();
    process.stderr.write("stopping after this run; once more stops at once\n");
  });
}

try {
  await createProgram((exitCode) => {
    process.exitCode = exitCode;
  }, stop.signal).parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  process.stderr.write(`${describeError(error)}\n`);
  return error instanceof BenchError && error.code === "usage" ? 2 : 3;
}
