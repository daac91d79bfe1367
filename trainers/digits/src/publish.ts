import { publishTraining, type TrainingPublisher } from "@trainwire/client";
import type { TrainingPlan } from "./train.ts";

/** What a training of digits needs to be published. */
export interface PublishDigitsOptions {
  readonly url: URL;
  /** Default: a new one. */
  readonly trainId: string | undefined;
  readonly name: string;
  readonly plan: TrainingPlan;
  /** Called when a viewer asks for the training to end. */
  readonly onCancel: () => void;
  /** Told once per kind of problem; the training goes on in any case. */
  readonly onProblem: (message: string) => void;
}

/** Begins to publish: this, `report()` and `finish()` are all that makes a training live. */
export function publishDigits(options: PublishDigitsOptions): TrainingPublisher {
  const { url, trainId, name, plan, onCancel, onProblem } = options;
  const told = new Set<string>();
  return publishTraining({
    url,
    name,
    ...(trainId !== undefined && { trainId }),
    config: { ...plan },
    tags: ["digits"],
    onCommand: (command) => {
      if (command.name === "cancel") onCancel();
    },
    onProblem: ({ code, message }) => {
      if (!told.has(code)) onProblem(message);
      told.add(code);
    },
  });
}
