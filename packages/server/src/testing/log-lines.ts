import { pino } from "pino";

/** One line of the log. */
export type LogLine = Record<string, unknown>;

/** A logger that keeps its lines, at `debug` and above, and tells when one that is waited for was written. */
export function logLines() {
  const lines: LogLine[] = [];
  let written = Promise.withResolvers<void>();
  const write = (text: string) => {
    lines.push(JSON.parse(text) as LogLine);
    written.resolve();
    written = Promise.withResolvers();
  };
  const find = async (fits: (line: LogLine) => boolean): Promise<LogLine> => {
    for (;;) {
      const line = lines.find(fits);
      if (line) return line;
      await written.promise;
    }
  };
  return { logger: pino({ level: "debug" }, { write }), lines, find };
}
