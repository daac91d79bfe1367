import { TrainerRecordings } from "../../recordings/trainer-recordings.ts";
import { commandTrainer } from "../../targets/command-trainer.ts";
import type { TrainerTarget } from "../../targets/trainer-target.ts";
import { besideThis } from "../beside-this.ts";

const main = besideThis("main", import.meta.url);

/** The command of the suite's own small trainer; with a name it has that fault. */
export function trainerCommand(fault = ""): string {
  return `exec "${process.execPath}" "${main}" "${fault}"`;
}

/** The suite's own small trainer as a target. */
export function smallTrainer(fault = ""): TrainerTarget {
  return commandTrainer(trainerCommand(fault));
}

/** Patience with a trainer that takes a fraction of a second. */
export const quickPatience = {
  speakMs: 3000,
  progressMs: 2000,
  graceMs: 1000,
  trainingMs: 2500,
  stopMs: 1500,
  cancelMs: 1500,
  askMs: 500,
};

/** The suite's own small trainer, to be recorded. */
export function recordTrainer(fault = ""): TrainerRecordings {
  const target = smallTrainer(fault);
  return new TrainerRecordings(target, { patience: quickPatience, maxRecords: 500, lateMs: 100 });
}
