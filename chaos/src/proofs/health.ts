import { fetchLog } from "../actors/filler.ts";
import { type Habit, PromisingTrainer, type Spans } from "../actors/promising-trainer.ts";
import { Dice } from "../harness/dice.ts";
import { ServerProcess } from "../harness/server-process.ts";
import type { Finding } from "../history/history.ts";
import { judgeHealth } from "../history/judge-health.ts";
import type { ProofResult, Say } from "./proof.ts";

/** How the proof is carried out. */
export interface HealthOptions {
  readonly seed: number;
  readonly minutes: number;
  /** Longest pause for a checkpoint, and longest promise of a trainer that breaks it. */
  readonly spans: Spans;
  readonly say: Say;
}

/** Who trains, and the health that the first alarm of each has to name, if there is one. */
const cast: Readonly<Record<Habit, { readonly count: number; readonly alarm: "stalled" | "late" }>> = {
  steady: { count: 2, alarm: "late" },
  checkpointing: { count: 3, alarm: "late" },
  hanging: { count: 3, alarm: "stalled" },
  silent: { count: 2, alarm: "late" },
};

const readingMs = 60_000;

/** Trainers keep their promises or do not: the server raises no false alarm, and each true one within 10 s. */
export async function proveHealth({ seed, minutes, spans, say }: HealthOptions): Promise<ProofResult> {
  const dice = new Dice(seed);
  await using server = await ServerProcess.start();
  const trainers = (Object.keys(cast) as Habit[]).flatMap((habit) =>
    Array.from({ length: cast[habit].count }, (_, index) => {
      const trainId = `${habit}-${index + 1}`;
      return new PromisingTrainer(() => server.url, { trainId, habit }, { dice: dice.fork(trainId), spans });
    }),
  );
  const until = AbortSignal.timeout(minutes * 60_000);
  await Promise.all(trainers.map((trainer) => trainer.train(until)));
  say("judging");
  const findings: Finding[] = [];
  const facts: Record<string, number> = { minutes };
  const slowest = { stalled: 0, late: 0 };
  const count = (name: string, by: number) => {
    facts[name] = (facts[name] ?? 0) + by;
  };
  for (const { trainId, habit, spells, failed } of trainers) {
    const giveUp = AbortSignal.timeout(readingMs);
    const { log } = await fetchLog(() => server.url, trainId, giveUp);
    const { alarm } = cast[habit];
    const verdict = judgeHealth(trainId, log, alarm);
    findings.push(...verdict.findings);
    if (failed > 0) findings.push({ code: "answer", who: trainId, what: `${failed} requests failed` });
    const isOverdue = habit === "hanging" || habit === "silent";
    if (isOverdue && verdict.overdue < spells) {
      findings.push({
        code: "unfinished",
        who: trainId,
        what: `${verdict.overdue} of ${spells} spells were judged`,
      });
    }
    slowest[alarm] = Math.max(slowest[alarm], verdict.slowestAlarmMs);
    count(`updates_of_${habit}_trainers`, log.length);
    count(`spells_of_${habit}_trainers`, spells);
  }
  return {
    proof: "health",
    seed,
    findings,
    facts: {
      ...facts,
      false_alarms: findings.filter(({ code }) => code === "false_alarm").length,
      slowest_stalled_seconds_after_promise: slowest.stalled / 1000,
      slowest_late_seconds_after_promise: slowest.late / 1000,
    },
  };
}
