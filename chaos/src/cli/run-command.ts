import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Option } from "@commander-js/extra-typings";
import { type ChaosRound, proveChaos } from "../proofs/chaos.ts";
import type { ProofResult, Say } from "../proofs/proof.ts";
import { carryOut, positiveNumber, proofCommand, wholeNumber } from "./run-proof.ts";

const chaos = {
  name: "run",
  title: "Chaos",
  claim:
    "Random trainers, viewers, pollers, slow readers, half-open sockets, kills and restarts: 0 updates lost, 0 repeated, 0 reordered, one end, poll = push.",
};

interface Rounds {
  readonly seed: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly trainings: number;
  readonly keep: string;
}

/** `chaos run`: rounds of chaos until the time is over or something was found. */
export function runCommand() {
  return proofCommand(chaos)
    .addOption(
      new Option("--minutes <number>", "how long to play rounds; at least one is played")
        .argParser(positiveNumber)
        .default(10),
    )
    .addOption(
      new Option("--seconds <number>", "how long trainers publish in a round")
        .argParser(positiveNumber)
        .default(20),
    )
    .addOption(new Option("--trainings <number>", "trainings in a round").argParser(wholeNumber).default(5))
    .addOption(
      new Option("--keep <folder>", "where the histories of a failed round go").default("test-results"),
    )
    .action((options) =>
      carryOut(chaos, options, {
        flags: `--minutes ${options.minutes} --seconds ${options.seconds} --trainings ${options.trainings}`,
        prove: (say) => playRounds(options, say),
      }),
    );
}

/** Each round has the seed after the one before; the first that finds something is the last. */
async function playRounds(
  { seed, minutes, seconds, trainings, keep }: Rounds,
  say: Say,
): Promise<ProofResult> {
  const untilMs = performance.now() + minutes * 60_000;
  const facts: Record<string, number> = { rounds: 0 };
  for (let own = seed; ; own += 1) {
    say(`round ${own - seed + 1}, seed ${own}`);
    const round = await proveChaos({ seed: own, seconds, trainings, say });
    facts["rounds"] = own - seed + 1;
    for (const [name, value] of Object.entries(round.facts)) facts[name] = (facts[name] ?? 0) + Number(value);
    if (round.findings.length > 0) say(`histories: ${keepHistories(keep, round)}`);
    if (round.findings.length > 0 || performance.now() > untilMs) {
      return {
        proof: chaos.name,
        seed: round.findings.length > 0 ? own : seed,
        findings: round.findings,
        facts,
      };
    }
  }
}

/** Writes down all that is known of a failed round. */
export function keepHistories(folder: string, round: ChaosRound): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `chaos-${round.seed}.json`);
  const { histories, findings } = round;
  writeFileSync(path, JSON.stringify({ seed: round.seed, findings, histories }));
  return path;
}
