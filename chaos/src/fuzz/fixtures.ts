import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ChaosError } from "../errors.ts";

const folder = fileURLToPath(new URL("../../../packages/protocol/fixtures", import.meta.url));

/** The protocol's own examples of these messages, good and bad, as texts. */
export function fixtures(...messages: readonly string[]): [string, ...string[]] {
  const files = globSync(`{valid,invalid}/{${messages.join()}}/*`, { cwd: folder }).sort();
  const [first, ...others] = files.map((file) => readFileSync(`${folder}/${file}`, "utf8"));
  if (first === undefined)
    throw new ChaosError("missing_tool", `no fixtures of ${messages.join()} in ${folder}`);
  return [first, ...others];
}
