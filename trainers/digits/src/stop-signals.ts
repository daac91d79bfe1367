/** Exit statuses of a process that a signal ended, as shells count them. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Aborts the controller on the first SIGINT or SIGTERM; ends the process at once on the second. */
export function abortOnStopSignals(controller: AbortController): void {
  for (const [name, exitCode] of Object.entries(exitCodes)) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCode);
      controller.abort();
    });
  }
}
