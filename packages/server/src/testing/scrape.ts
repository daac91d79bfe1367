import { spawnSync } from "node:child_process";

/** Prometheus' own checker of metrics and rules. */
const promtool = process.env["TRAINWIRE_PROMTOOL"] ?? "promtool";

/** True where it is not installed; in CI it has to be. */
export const withoutPromtool =
  spawnSync(promtool, ["--version"]).error !== undefined && process.env["CI"] === undefined;

if (withoutPromtool) process.stderr.write(`skipping what ${promtool} says of metrics: it is not installed\n`);

/** What `promtool check metrics` objects to; empty if nothing. */
export function promtoolObjections(text: string): string {
  const { status, stderr, error } = spawnSync(promtool, ["check", "metrics"], {
    input: text,
    encoding: "utf8",
  });
  if (error) throw error;
  return status === 0 ? "" : stderr;
}

/** The value of each line of a scrape, by its name and labels as they are written. */
export async function scrape(url: string): Promise<Map<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(" ");
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}
