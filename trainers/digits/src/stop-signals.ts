/** Exit statuses of a process that a signal ended, as shells count them. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Aborts the controller on the first SIGINT or SIGTERM. The second of a kind ends the process at once; of a
 * kind, because Ctrl-C reaches a whole process group, whose leader may then pass on a SIGTERM of its own.
 */
export function abortOnStopSignals(controller: AbortController): void {
  for (const [name, exitCode] of Object.entries(exitCodes)) {
    process.once(name, () => {
      process.once(name, () => process.exit(exitCode));
      controller.abort();
    });
  }
}
