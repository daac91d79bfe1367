import { send } from "./http.ts";

/** A metric of the server, summed over its labels; undefined while it does not answer. */
export async function readMetric(url: string, name: string): Promise<number | undefined> {
  const answer = await send(`${url}/metrics`);
  if (answer?.status !== 200) return undefined;
  const lines = answer.text
    .split("\n")
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}
