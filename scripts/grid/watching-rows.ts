import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Ending } from "./program.ts";
import type { Row } from "./rows.ts";
import { updates, type Watcher, watch } from "./watch.ts";

const root = join(import.meta.dirname, "..", "..");
const steps = Array.from({ length: updates }, (_, at) => at + 1);
const percents = steps.map((step) => (step / updates) * 100);

/** A row whose program watches a training. */
export function watching(name: string, watcher: Watcher): Row {
  return {
    name,
    tryOn: async (column) => {
      await using server = await column.start();
      return await watch(watcher, server.url);
    },
  };
}

/** What is expected of a program that prints each update: each once, in order, with the end as the last. */
export const followed: Omit<Watcher, "command"> = {
  firstLine: /^\{"seq".*$/m,
  problemOf: shows(
    /^\{"seq":.*\}$/gm,
    steps.map((seq) => JSON.stringify({ seq, status: seq === updates ? "completed" : "running" })),
  ),
};

/** The parsers of frozen releases, reading what a server sends. */
export function frozenRows(): Row[] {
  return globSync(join(root, "packages/protocol/spec/releases/*/schema/parser.mjs")).map((parser) => {
    const reader = join(import.meta.dirname, "programs/read-frozen.mjs");
    return watching(`parser of release ${basename(dirname(dirname(parser)))} reads`, {
      command: (url, trainId) => [process.execPath, reader, url, trainId, parser],
      ...followed,
    });
  });
}

/** The programs in the older systems' documents; only the address and the id, which those leave open, are put in. */
export function olderRows(python: string): Row[] {
  const open = "const updateProgressBar = console.log, updateMetrics = () => {}, startPolling = () => {};\n";
  return [
    watching("older viewer in JavaScript", {
      command: (url, id) => [process.execPath, "-e", open + older("flat-viewer.js", url, id)],
      firstLine: /^5$/m,
      problemOf: shows(/^(?:[\d.]+|Training .*)$/gm, [...percents.map(String), "Training completed!"]),
    }),
    watching("older quick look in JavaScript", {
      command: (url, id) => [process.execPath, "-e", older("flat-quick-look.js", url, id)],
      firstLine: /^Loss: 1$/m,
      problemOf: shows(
        /^Progress: .*$/gm,
        percents.map((percent) => `Progress: ${percent} %`),
      ),
    }),
    watching("older viewer in Python", {
      command: (url, id) => [python, "-u", "-c", older("flat_viewer.py", url, id)],
      firstLine: /^Progress: 5\.0%$/m,
      problemOf: shows(/^(?:Progress|Training).*$/gm, [
        ...percents.map((percent) => `Progress: ${percent.toFixed(1)}%`),
        "Training completed!",
      ]),
    }),
  ];
}

function older(name: string, url: string, trainId: string): string {
  const source = readFileSync(join(root, "e2e/src/older-clients", name), "utf8");
  return source.replace("localhost:8000", new URL(url).host).replace("job_abc123", trainId);
}

/** Says what is wrong unless the lines of this kind are the expected ones. */
function shows(line: RegExp, expected: readonly string[]): (ending: Ending) => string | undefined {
  return ({ output }) => {
    const shown = output.match(line) ?? [];
    return shown.join("\n") === expected.join("\n") ? undefined : `it showed ${shown.join(", ")}`;
  };
}
