/**
 * Tries clients of some versions with servers of some versions, as they are published: packed, and installed outside of
 * the workspace. `--help` says more. Ends with exit code 1 if something does not work, and 2 if it could not be tried.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { GridError } from "./errors.ts";
import { run } from "./program.ts";
import { type Cell, markdown } from "./report.ts";
import { type Row, rowsOf } from "./rows.ts";
import { type ServerColumn, serverAt, serversOf } from "./servers.ts";
import { installVersion } from "./versions.ts";
import { frozenRows, olderRows } from "./watching-rows.ts";

const help = `npm run conformance:grid -- [--server URL]… [--shard PART] [--md FILE] [--json FILE] [VERSION…]

Rows: of each version its client as a follower and as a publisher, and its conformance suite; the parsers of frozen
releases; the programs of the older systems. Columns: the servers of each version.

  VERSION   current, this tree as it is built; git:REF, built first; npm:VERSION, from the registry
            (default: current and all tags v*)
  --server  one more column: a server that runs already, without tokens
  --shard   the part of the suite's cases to play, such as 1/1 for all (default: 1/12)
  --md      write the table here
  --json    write the results here

TRAINWIRE_PYTHON is the Python for the older programs; it needs the package websockets.`;

process.chdir(join(import.meta.dirname, "..", ".."));
try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof GridError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      server: { type: "string", multiple: true, default: [] },
      shard: { type: "string", default: "1/12" },
      md: { type: "string" },
      json: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const labels = positionals.length > 0 ? positionals : ["current", ...(await tags())];
  await using installed = new AsyncDisposableStack();
  const versions = [];
  for (const label of labels) {
    versions.push(installed.use(await installVersion(label)));
    console.log(`installed ${label}`);
  }
  const python = process.env["TRAINWIRE_PYTHON"] ?? "python3";
  const rows = [
    ...versions.flatMap((each) => rowsOf(each, values.shard)),
    ...frozenRows(),
    ...olderRows(python),
  ];
  const columns = [...versions.map(serversOf), ...values.server.map(serverAt)];
  const cells = await tryAll(rows, columns);
  const table = markdown(cells, new Date());
  console.log(`\n${table}`);
  if (values.md !== undefined) writeFileSync(values.md, table);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(cells, undefined, 2)}\n`);
  return cells.every(({ problem }) => problem === undefined) ? 0 : 1;
}

async function tags(): Promise<string[]> {
  const listed = await run(["git", "tag", "--list", "v*"]);
  return listed
    .split("\n")
    .filter((tag) => tag !== "")
    .map((tag) => `git:${tag}`);
}

async function tryAll(rows: readonly Row[], columns: readonly ServerColumn[]): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const column of columns) {
    for (const { name, tryOn } of rows) {
      const began = performance.now();
      // Whatever goes wrong is the cell's result; the others are tried all the same.
      const problem = await tryOn(column).catch((error: unknown) => String(error));
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      cells.push({ row: name, server: column.label, seconds, ...(problem !== undefined && { problem }) });
      console.log(
        `${problem === undefined ? "works" : "FAILS"}  ${name}, server ${column.label}  ${seconds} s`,
      );
    }
  }
  return cells;
}
