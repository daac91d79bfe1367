import { Program } from "./program.ts";
import type { ServerColumn } from "./servers.ts";
import type { Version } from "./versions.ts";
import { updates } from "./watch.ts";
import { followed, watching } from "./watching-rows.ts";

const suiteMs = 400_000;
const publishMs = 20_000;

/** A row of the grid: something of a version, to be tried with each server. */
export interface Row {
  readonly name: string;
  /** What went wrong; undefined if it works. */
  readonly tryOn: (column: ServerColumn) => Promise<string | undefined>;
}

/** What a version brings: its client follows, its client publishes, its suite judges a part of its cases. */
export function rowsOf(version: Version, shard: string): Row[] {
  return [
    watching(`client ${version.label} follows`, {
      command: (url, trainId) => [...version.program("follow"), url, trainId],
      ...followed,
    }),
    { name: `client ${version.label} publishes`, tryOn: (column) => publishes(version, column) },
    {
      name: `suite ${version.label} judges, part ${shard}`,
      tryOn: (column) => judges(version, column, shard),
    },
  ];
}

async function publishes(version: Version, column: ServerColumn): Promise<string | undefined> {
  await using server = await column.start();
  const trainId = `grid-${crypto.randomUUID()}`;
  await using program = new Program([...version.program("publish"), server.url, trainId, String(updates)]);
  const { exitCode, output } = await program.end(publishMs);
  if (exitCode !== 0) return `it ended with ${exitCode ?? "no end"}: ${output}`;
  const answer = await fetch(`${server.url}/api/v1/trainings/${trainId}/updates?limit=1000`);
  const page = (await answer.json()) as {
    readonly updates: readonly {
      readonly data: { readonly status: string; readonly details: { readonly current_step?: number } };
    }[];
  };
  const steps = new Set(page.updates.map(({ data }) => data.details.current_step));
  const status = page.updates.at(-1)?.data.status;
  const isWhole = Array.from({ length: updates }, (_, at) => at + 1).every((step) => steps.has(step));
  return isWhole && status === "completed"
    ? undefined
    : `steps ${[...steps].join()} arrived, and ${status} last`;
}

async function judges(version: Version, column: ServerColumn, shard: string): Promise<string | undefined> {
  const options = ["--role", "server", "--shard", shard, "--time-scale", "3", "--ready-seconds", "15"];
  await using suite = new Program([
    ...version.bin("trainwire-conformance"),
    "run",
    ...options,
    ...column.suiteTarget,
  ]);
  const { exitCode, output } = await suite.end(suiteMs);
  return exitCode === 0
    ? undefined
    : `exit code ${exitCode}: ${output.trim().split("\n").slice(-20).join("\n")}`;
}
