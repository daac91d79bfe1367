import cliProgress from "cli-progress";

/** Shows how a download gets on. */
export interface Progress extends Disposable {
  /** Names what is fetched now. */
  at(path: string): void;
  add(bytes: number): void;
}

const mebibyte = 1024 * 1024;

/** A bar on standard error, where that is a terminal. */
export function showProgress(totalBytes: number): Progress {
  const bar = new cliProgress.SingleBar({
    format: "{bar} {percentage}% | {value} of {total} MiB | {eta_formatted} | {path}",
    formatValue: (value, options, type) =>
      type === "value" || type === "total"
        ? (value / mebibyte).toFixed(1)
        : cliProgress.Format.ValueFormat(value, options, type),
    stream: process.stderr,
    noTTYOutput: false,
    hideCursor: true,
    etaBuffer: 100,
  });
  bar.start(totalBytes, 0, { path: "" });
  return {
    at: (path) => bar.update({ path }),
    add: (bytes) => bar.increment(bytes),
    [Symbol.dispose]: () => bar.stop(),
  };
}
