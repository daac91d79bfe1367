/** Prints one line, with what belongs to it. */
export type Log = (message: string, ...data: unknown[]) => void;

/** Lines per second that are printed. */
const maxLinesPerSecond = 100;

/**
 * Passes lines on to `print`, at most 100 in any second. Those beyond are counted, and the count is printed
 * before the next line that passes.
 */
export function boundedLog(print: Log, now: () => number = Date.now): Log {
  let windowStartMs = Number.NEGATIVE_INFINITY;
  let printed = 0;
  let skipped = 0;
  return (message, ...data) => {
    if (now() - windowStartMs >= 1000) {
      windowStartMs = now();
      printed = 0;
      if (skipped > 0) print(`… ${skipped} more lines`);
      skipped = 0;
    }
    if (printed < maxLinesPerSecond) print(message, ...data);
    else skipped += 1;
    printed += 1;
  };
}
