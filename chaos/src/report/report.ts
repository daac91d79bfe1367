import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describeFindings, type ProofResult } from "../proofs/proof.ts";

/** Where reports are kept unless told otherwise. */
export const reportsFolder = fileURLToPath(new URL("../../../docs/reports", import.meta.url));

/** What a report tells beside the result. */
export interface ReportFacts {
  readonly title: string;
  /** What was asked of the server, in the words of its users. */
  readonly claim: string;
  /** The command that repeats it. */
  readonly command: string;
  readonly beganAt: Date;
  readonly seconds: number;
}

/** Writes a result as `DATE-PROOF.md` and `.json`, and returns the path of the first. */
export function writeReport(folder: string, result: ProofResult, facts: ReportFacts): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${facts.beganAt.toISOString().slice(0, 10)}-${result.proof}`);
  const machine = machineFacts();
  const { beganAt, ...others } = facts;
  const json = { ...others, began_at: beganAt.toISOString(), machine, ...result };
  writeFileSync(`${path}.json`, `${JSON.stringify(json, undefined, 2)}\n`);
  writeFileSync(`${path}.md`, markdown(result, facts, machine));
  return `${path}.md`;
}

function machineFacts(): Record<string, string | number> {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? "unknown",
    memory_gib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: process.platform,
  };
}

function markdown(
  result: ProofResult,
  { title, claim, command, beganAt, seconds }: ReportFacts,
  machine: Record<string, string | number>,
): string {
  const holds = result.findings.length === 0;
  const table = (facts: Readonly<Record<string, string | number>>) =>
    Object.entries(facts).map(([name, value]) => `| ${name.replaceAll("_", " ")} | ${value} |`);
  return [
    `# ${title}`,
    "",
    claim,
    "",
    `**${holds ? "Holds" : "Does not hold"}**: ${result.findings.length} findings. ${beganAt.toISOString()}, ${Math.round(seconds)} s, seed ${result.seed}.`,
    "",
    "```sh",
    command,
    "```",
    "",
    "| what | figure |",
    "|---|---|",
    ...table(result.facts),
    ...table(machine),
    ...(holds ? [] : ["", "## Findings", "", "```", describeFindings(result), "```"]),
    "",
  ].join("\n");
}
